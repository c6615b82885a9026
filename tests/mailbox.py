"""A mail server that keeps what it takes, as slowly as one wishes."""

import asyncio
from email import message_from_bytes

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


class Mailbox(Controller):
    """Answers each line after `seconds`; the last after `farewell`, if given."""

    def __init__(
        self, port: int = 0, *, seconds: float = 0, farewell: float | None = None
    ) -> None:
        super().__init__(self, hostname="127.0.0.1", port=port)
        self.ids: list[str] = []
        self.talks: set[asyncio.Transport] = set()
        self.seconds = seconds
        self.farewell = seconds if farewell is None else farewell

    def factory(self) -> SMTP:
        return SlowSMTP(self)

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()

    def stop(self, *args) -> None:
        """Whoever still talks to it is cut off."""
        for talk in tuple(self.talks):
            self.loop.call_soon_threadsafe(talk.abort)
        super().stop(*args)

    async def handle_DATA(self, server, session, envelope) -> str:
        self.ids.append(message_from_bytes(envelope.content)["Message-ID"])
        return "250 OK"


class SlowSMTP(SMTP):
    def __init__(self, mailbox: Mailbox) -> None:
        super().__init__(mailbox)
        self.mailbox = mailbox

    def connection_made(self, transport) -> None:
        super().connection_made(transport)
        self.mailbox.talks.add(transport)

    def connection_lost(self, error) -> None:
        self.mailbox.talks.discard(self.transport)
        super().connection_lost(error)

    async def push(self, status) -> None:
        said = status.decode() if isinstance(status, bytes) else status
        if said.startswith("221"):
            await asyncio.sleep(self.mailbox.farewell)
        elif said[3:4] != "-":  # more of the answer follows at once
            await asyncio.sleep(self.mailbox.seconds)
        await super().push(status)
