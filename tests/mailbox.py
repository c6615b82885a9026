"""A mail server that keeps what it takes, as slowly as one wishes."""

import asyncio
from email import message_from_bytes

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


class Mailbox(Controller):
    """Each line of it comes after `seconds`; the last after `farewell`, if given."""

    def __init__(
        self, port: int = 0, *, seconds: float = 0, farewell: float | None = None
    ) -> None:
        super().__init__(self, hostname="127.0.0.1", port=port)
        self.ids: list[str] = []
        self.seconds = seconds
        self.farewell = seconds if farewell is None else farewell

    def factory(self) -> SMTP:
        return SlowSMTP(self)

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()

    async def handle_DATA(self, server, session, envelope) -> str:
        self.ids.append(message_from_bytes(envelope.content)["Message-ID"])
        return "250 OK"


class SlowSMTP(SMTP):
    def __init__(self, mailbox: Mailbox) -> None:
        super().__init__(mailbox)
        self.mailbox = mailbox

    async def push(self, status) -> None:
        bye = str(status).startswith("221")
        await asyncio.sleep(self.mailbox.farewell if bye else self.mailbox.seconds)
        await super().push(status)
