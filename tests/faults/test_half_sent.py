"""Requests sent by halves, by the byte, or without end: the site goes on answering."""

import contextlib
import functools
import http.client
import socket
import time

import pytest

from tests.faults.halves import (
    BY_THE_BYTE,
    FORM,
    HALVES,
    HEAD,
    MB,
    SECONDS,
    Connect,
    flood,
    half_sent,
)

pytestmark = pytest.mark.faults


@pytest.fixture
def connect(spark) -> Connect:
    address = ("127.0.0.1", spark.port)
    return functools.partial(socket.create_connection, address, 20)


def status(port: int) -> int:
    page = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    with contextlib.closing(page):
        page.request("GET", "/accounts/login/")
        return page.getresponse().status


@pytest.mark.parametrize("count", [8, 50])
@pytest.mark.parametrize("kind", HALVES)
def test_half_sent_requests_leave_the_site_alone(spark, connect, kind, count):
    with half_sent(connect, HALVES[kind], count):
        time.sleep(0.5)
        assert [status(spark.port) for _ in range(5)] == [200] * 5


@pytest.mark.parametrize("kind", BY_THE_BYTE)
def test_a_byte_a_second_leaves_the_site_alone(spark, connect, kind):
    with half_sent(connect, HALVES[kind], 50, BY_THE_BYTE[kind]):
        time.sleep(2)
        assert [status(spark.port) for _ in range(5)] == [200] * 5


@pytest.mark.parametrize(("kind", "seconds"), [("half a header", 10), ("no end", 20)])
def test_they_are_given_up(connect, kind, seconds):
    with connect() as sender:
        sender.settimeout(seconds + 10)
        sender.sendall(HALVES[kind])
        began = time.monotonic()
        assert sender.recv(20) in {b"", b"HTTP/1.1 408 Request"}
        assert time.monotonic() - began > seconds - 1


def test_too_large_by_its_own_word_is_answered_before_it_comes(connect):
    with connect() as sender:
        sender.settimeout(SECONDS)
        head = HEAD.replace(b"spark.example.org", b"localhost")
        sender.sendall(head + FORM + f"Content-Length: {1000 * MB}\r\n\r\n".encode())
        assert sender.recv(20).startswith(b"HTTP/1.1 413")


def test_too_large_without_a_length_is_never_held_in_memory(spark, connect):
    before = held(spark)
    with contextlib.ExitStack() as opened:
        for _ in range(8):
            sender = opened.enter_context(connect())
            assert flood(sender) < 24 * MB  # with the sockets' buffers
            assert sender.recv(20).startswith(b"HTTP/1.1 4")
        assert held(spark) - before < 40 * MB


def held(spark) -> int:
    web = spark.child("web")
    return sum(p.memory_info().rss for p in [web, *web.children(recursive=True)])
