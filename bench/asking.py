"""A caller that costs next to nothing: what is measured is who answers.

HTTP/1.1 over one connection that is kept, as a browser does; no redirects, no cookies
but those given, no compression.
"""

import asyncio
import contextlib
from typing import NamedTuple

PATIENCE = 60  # seconds


class Answer(NamedTuple):
    status: int
    headers: dict[bytes, bytes]
    body: bytes


class Caller:
    """Asks one server, again if it hung up meanwhile."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str, headers: dict[str, str]) -> Answer:
        given = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        asked = f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{given}\r\n".encode()
        async with asyncio.timeout(PATIENCE):
            if self.streams:
                with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
                    return await self._ask(asked)
            self.streams = await asyncio.open_connection("localhost", self.port)
            return await self._ask(asked)

    async def _ask(self, asked: bytes) -> Answer:
        assert self.streams
        reader, writer = self.streams
        writer.write(asked)
        first, *lines = (await reader.readuntil(b"\r\n\r\n"))[:-4].split(b"\r\n")
        split = (line.partition(b":") for line in lines)
        headers = {name.lower(): value.strip() for name, _colon, value in split}
        status = int(first.split(b" ", 2)[1])
        body = b"" if status == 304 else await _body(reader, headers)
        return Answer(status, headers, body)

    def close(self) -> None:
        if self.streams:
            self.streams[1].close()


async def _body(reader: asyncio.StreamReader, headers: dict[bytes, bytes]) -> bytes:
    if b"content-length" in headers:
        return await reader.readexactly(int(headers[b"content-length"]))
    pieces = []
    while size := int(await reader.readuntil(b"\r\n"), 16):
        pieces.append(await reader.readexactly(size))
        await reader.readexactly(2)
    await reader.readexactly(2)
    return b"".join(pieces)
