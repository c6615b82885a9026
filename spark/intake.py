"""Takes a request in whole before a thread works on it.

A thread that waited for a body would be gone for as long as the sender likes, and a
few such senders would be the end of the site. Here they cost an open connection.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from io import SEEK_END, BytesIO
from typing import IO, Any

from asgiref.wsgi import WsgiToAsgiInstance

from spark.bodies import limit_of
from spark.probes import ALIVE
from spark.spool import Spool

IN_MEMORY = 256 * 1024  # of a body or an answer; a larger one is spooled
PATIENCE = 20  # seconds for a body, and one more for every SLOWEST bytes of it
SLOWEST = 10_000
LINGER = (
    5  # seconds in which a refused body is thrown away, or its sender sees no answer
)

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Answer = tuple[int, list[tuple[bytes, bytes]], IO[bytes]]
Said = tuple[int, list[tuple[bytes, bytes]], bytes]

TOO_SLOW: Said = (
    408,
    [(b"content-type", b"text/plain; charset=utf-8")],
    "传得太慢，没有收全，什么也没有保存。请换个网络再试。\n"
    "This took too long to arrive whole; nothing was saved. "
    "Try again on a better network.\n".encode(),
)
UNREADABLE: Said = (400, [(b"content-type", b"text/plain")], b"Bad request\n")


class TooLarge(Exception):
    """More than the limit has come, or is said to come."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size


class Gone(Exception):
    """The sender hung up."""


class Intake:
    """An ASGI application around a WSGI one, which it runs in `threads` threads.

    They live as long as the process, and with them their connections to the database.
    Who asks whether the process lives needs none of them, which may all be waiting.
    """

    def __init__(self, application: Callable, threads: int) -> None:
        self.application = application
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix="request")
        self.aside = ThreadPoolExecutor(1, thread_name_prefix="alive")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with (
            Spool(IN_MEMORY) as body,
            Spool(IN_MEMORY) as content,
        ):
            work = partial(self._work, scope, body, content)
            try:
                size = await _take(scope, receive, body)
            except TooLarge as error:
                body.truncate(0)
                await _close(send, await work(error.size))
                await _throw_away(receive)
            except TimeoutError:
                await _close(send, _said(TOO_SLOW))
            except Gone:
                return
            else:
                await _answer(send, await work(size))
        await send({"type": "http.response.body"})

    async def _work(self, scope: Scope, body: Any, content: Any, size: int) -> Answer:
        body.seek(0)
        loop = asyncio.get_running_loop()
        threads = self.aside if scope["path"] == ALIVE else self.threads
        return await loop.run_in_executor(
            threads, self._run, scope, body, content, size
        )

    def _run(self, scope: Scope, body: Any, content: Any, size: int) -> Answer:
        """In a thread. The answer is whole too: who reads it slowly holds no thread."""
        try:
            environ = _environ(scope, body, size)
        except ValueError:
            return _said(UNREADABLE)
        started: list[tuple[int, list[tuple[bytes, bytes]]]] = []

        def start_response(status: str, headers: list, exc_info: Any = None) -> None:
            encoded = [(k.lower().encode(), v.encode("latin-1")) for k, v in headers]
            started[:] = [(int(status.split(" ", 1)[0]), encoded)]

        chunks: Iterable[bytes] = self.application(environ, start_response)
        try:
            content.writelines(chunks)
        finally:
            if hasattr(chunks, "close"):
                chunks.close()
        return *started[0], content


async def _take(scope: Scope, receive: Receive, body: Any) -> int:
    """The size of what has come, in `body`."""
    limit = limit_of(scope["path"])
    headers = dict(scope["headers"])
    if (announced := int(headers.get(b"content-length", 0))) > limit:
        raise TooLarge(announced)
    size, end = 0, asyncio.get_running_loop().time() + PATIENCE
    while True:
        async with asyncio.timeout_at(end + size / SLOWEST):
            message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > limit:
            raise TooLarge(size)
        body.write(chunk)
        if not message.get("more_body"):
            return size


def _environ(scope: Scope, body: Any, size: int) -> dict[str, Any]:
    """Names with `_` are dropped: with `-` they could be a proxy's own."""
    plain = [(name, value) for name, value in scope["headers"] if b"_" not in name]
    builder = WsgiToAsgiInstance(None)
    builder.scope = scope | {"headers": plain, "query_string": b""}
    environ = builder.build_environ(builder.scope, body)
    query = scope["query_string"].decode("latin-1")
    return environ | {"QUERY_STRING": query, "CONTENT_LENGTH": str(size)}


def _said(said: Said) -> Answer:
    return said[0], said[1], BytesIO(said[2])


async def _answer(send: Send, answer: Answer) -> None:
    status, headers, content = answer
    await send({"type": "http.response.start", "status": status, "headers": headers})
    content.seek(0)
    while piece := content.read(IN_MEMORY):
        await send({"type": "http.response.body", "body": piece, "more_body": True})


async def _close(send: Send, answer: Answer) -> None:
    """The answer to a request that hasn't come whole."""
    status, headers, content = answer
    length = str(content.seek(0, SEEK_END)).encode()
    added = [(b"connection", b"close"), (b"content-length", length)]
    kept = [pair for pair in headers if pair[0] != b"content-length"]
    await _answer(send, (status, kept + added, content))


async def _throw_away(receive: Receive) -> None:
    """A sender who is cut off while sending doesn't get to read why."""
    try:
        async with asyncio.timeout(LINGER):
            while (await receive()).get("more_body"):
                pass
    except TimeoutError:
        return
