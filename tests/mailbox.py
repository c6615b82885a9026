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
        self.connections = 0
        self.seconds = seconds
        self.farewell = seconds if farewell is None else farewell

    def factory(self) -> SMTP:
        return SlowSMTP(self)

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()

    def stop(self, *args) -> None:
        """Whoever still talks to it is cut off."""
        asyncio.run_coroutine_threadsafe(self._cut_off(), self.loop).result()
        super().stop(*args)

    async def _cut_off(self) -> None:
        """Until each socket is closed, which takes turns of the loop.

        Python 3.11 leaks those that a server lets in while it is closed.
        """
        while any(accepting(task) for task in asyncio.all_tasks()):
            await asyncio.sleep(0)
        self.server.close()
        while self.talks or len(asyncio.all_tasks()) > 1:
            for talk in tuple(self.talks):
                talk.abort()
            await asyncio.sleep(0)

    async def handle_DATA(self, server, session, envelope) -> str:
        self.ids.append(message_from_bytes(envelope.content)["Message-ID"])
        return "250 OK"


def accepting(task: asyncio.Task) -> bool:
    return "_accept_connection" in task.get_coro().__qualname__


class SlowSMTP(SMTP):
    def __init__(self, mailbox: Mailbox) -> None:
        super().__init__(mailbox)
        self.mailbox = mailbox

    def connection_made(self, transport) -> None:
        super().connection_made(transport)
        self.mailbox.talks.add(transport)
        self.mailbox.connections += 1

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
