"""Requests sent by halves, by the byte, or without end: the site goes on answering."""

import contextlib
import http.client
import socket
import threading
import time
from collections.abc import Iterator

import pytest

pytestmark = pytest.mark.faults

SECONDS = 2  # within which a normal page must come
HEAD = b"POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
HALVES = {
    "nothing": b"",
    "half a header": HEAD,
    "no body": HEAD + FORM + b"Content-Length: 1000\r\n\r\n",
    "half a body": HEAD + FORM + b"Content-Length: 1000\r\n\r\nlogin=office",
    "no end": HEAD + FORM + b"Transfer-Encoding: chunked\r\n\r\n5\r\nlogin\r\n",
}
BY_THE_BYTE = {"half a header": b"X", "half a body": b"a"}
MB = 2**20


@contextlib.contextmanager
def half_sent(port: int, start: bytes, count: int, more: bytes = b"") -> Iterator[None]:
    """So many requests that have begun; `more` of each is sent again and again."""
    with contextlib.ExitStack() as opened:
        address = ("127.0.0.1", port)
        senders = [
            opened.enter_context(socket.create_connection(address))
            for _ in range(count)
        ]
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


def status(port: int) -> int:
    page = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    with contextlib.closing(page):
        page.request("GET", "/accounts/login/")
        return page.getresponse().status


@pytest.mark.parametrize("count", [8, 50])
@pytest.mark.parametrize("kind", HALVES)
def test_half_sent_requests_leave_the_site_alone(spark, kind, count):
    with half_sent(spark.port, HALVES[kind], count):
        time.sleep(0.5)
        assert [status(spark.port) for _ in range(5)] == [200] * 5


@pytest.mark.parametrize("kind", BY_THE_BYTE)
def test_a_byte_a_second_leaves_the_site_alone(spark, kind):
    with half_sent(spark.port, HALVES[kind], 50, BY_THE_BYTE[kind]):
        time.sleep(2)
        assert [status(spark.port) for _ in range(5)] == [200] * 5


@pytest.mark.parametrize(("kind", "seconds"), [("half a header", 10), ("no end", 20)])
def test_they_are_given_up(spark, kind, seconds):
    with socket.create_connection(("127.0.0.1", spark.port)) as sender:
        sender.settimeout(seconds + 5)
        sender.sendall(HALVES[kind])
        began = time.monotonic()
        assert sender.recv(20) in {b"", b"HTTP/1.1 408 Request"}
        assert time.monotonic() - began > seconds - 1


def test_too_large_by_its_own_word_is_answered_before_it_comes(spark):
    with socket.create_connection(("127.0.0.1", spark.port), SECONDS) as sender:
        sender.sendall(HEAD + FORM + f"Content-Length: {1000 * MB}\r\n\r\n".encode())
        assert sender.recv(20).startswith(b"HTTP/1.1 413")


def test_too_large_without_a_length_is_never_held_in_memory(spark):
    before = held(spark)
    with contextlib.ExitStack() as opened:
        for _ in range(8):
            address = ("127.0.0.1", spark.port)
            sender = opened.enter_context(socket.create_connection(address, 20))
            assert flood(sender) < 24 * MB  # with the sockets' buffers
            assert sender.recv(20).startswith(b"HTTP/1.1 413")
        assert held(spark) - before < 40 * MB


def flood(sender: socket.socket) -> int:
    """How much was taken until an answer came."""
    sender.sendall(HEAD + FORM + b"Transfer-Encoding: chunked\r\n\r\n")
    sender.setblocking(False)
    piece = b"%x\r\n" % MB + b"a" * MB + b"\r\n"
    taken, rest, end = 0, piece, time.monotonic() + 20
    while not answered(sender) and time.monotonic() < end:
        try:
            sent = sender.send(rest)
        except BlockingIOError:
            time.sleep(0.01)
            continue
        taken, rest = taken + sent, rest[sent:] or piece
    sender.settimeout(20)
    return taken


def answered(sender: socket.socket) -> bool:
    try:
        return bool(sender.recv(1, socket.MSG_PEEK))
    except BlockingIOError:
        return False


def held(spark) -> int:
    web = spark.child("web")
    return sum(p.memory_info().rss for p in [web, *web.children(recursive=True)])
