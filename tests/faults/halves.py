"""Requests that begin and don't end, as anybody may send them without logging in."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator

SECONDS = 2  # within which a normal page must come all the same
MB = 2**20
HEAD = b"POST /accounts/login/ HTTP/1.1\r\nHost: spark.example.org\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
SHEET = b"GET /static/spark.css HTTP/1.1\r\nHost: spark.example.org\r\n\r\n"
HALVES = {
    "nothing": b"",
    "half a header": HEAD,
    "no body": HEAD + FORM + b"Content-Length: 1000\r\n\r\n",
    "half a body": HEAD + FORM + b"Content-Length: 1000\r\n\r\nlogin=office",
    "no end": HEAD + FORM + b"Transfer-Encoding: chunked\r\n\r\n5\r\nlogin\r\n",
    "answers unread": 3 * SHEET,
}
BY_THE_BYTE = {"half a header": b"X", "half a body": b"a"}

Connect = Callable[[], socket.socket]


@contextlib.contextmanager
def half_sent(
    connect: Connect, start: bytes, count: int, more: bytes = b""
) -> Iterator[None]:
    """So many requests that have begun; `more` of each is sent every second."""
    with contextlib.ExitStack() as opened:
        senders = [opened.enter_context(connect()) for _ in range(count)]
        for sender in senders:
            sender.sendall(start)
        over = threading.Event()

        def go_on() -> None:
            while more and not over.wait(1):
                for sender in senders:
                    with contextlib.suppress(OSError):
                        sender.sendall(more)

        thread = threading.Thread(target=go_on)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()


def flood(sender: socket.socket) -> int:
    """A body without a length: how much of it was taken until an answer came."""
    sender.sendall(HEAD + FORM + b"Transfer-Encoding: chunked\r\n\r\n")
    sender.setblocking(False)
    piece = b"%x\r\n" % MB + b"a" * MB + b"\r\n"
    taken, rest, end = 0, piece, time.monotonic() + 20
    while not _answered(sender) and time.monotonic() < end:
        try:
            sent = sender.send(rest)
        except BlockingIOError:
            time.sleep(0.01)
            continue
        taken, rest = taken + sent, rest[sent:] or piece
    sender.settimeout(20)
    return taken


def _answered(sender: socket.socket) -> bool:
    try:
        return bool(sender.recv(1, socket.MSG_PEEK))
    except BlockingIOError:
        return False
