"""Asking servers outside, at addresses that others gave, without being led inside.

In production only HTTPS and only public addresses: a name is looked up once, what it
leads to is judged, and that very address is connected to, whatever a name server says
a moment later. Redirects are not followed. Connecting, the whole, and how much of the
answer is read have bounds.
"""

import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from http.client import (
    HTTPConnection,
    HTTPException,
    HTTPResponse,
)
from ipaddress import IPv6Address, IPv6Network, ip_address
from time import monotonic, sleep
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

CONNECT = 5.0  # seconds
WHOLE = 15.0  # seconds, but for looking a name up
READ = 4096  # bytes of an answer
PORTS = {"https": 443, "http": 80}
GLOBAL_UNICAST = IPv6Network("2000::/3")


class Unreachable(Exception):
    """There was no answer; says why."""


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet's, and leads to no other."""
    ip = ip_address(address)
    if isinstance(ip, IPv6Address):
        return ip in GLOBAL_UNICAST and ip.is_global and ip.sixtofour is None
    return ip.is_global and not ip.is_multicast


def may_ask(url: str) -> bool:
    """Whether the scheme is one that is asked."""
    return urlsplit(url).scheme in ({"https"} if _careful() else PORTS)


def post(url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """The status and the first bytes of what is answered.

    Raises:
        Unreachable: also where nobody may be led to.
    """
    return Caller(kept=0).post(url, body, headers)


class Caller:
    """Asks one server after another, and keeps so many connections open between.

    For one thread. A server may have ended a connection that was kept: what it didn't
    answer there is asked once more on a new one.
    """

    def __init__(self, kept: int = 8) -> None:
        self.most = kept
        self.kept: dict[tuple[str, str, int], HTTPConnection] = {}

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """As `post`."""
        ends = monotonic() + WHOLE
        try:
            if not may_ask(url):
                raise OSError("only HTTPS is asked")
            return self._post(urlsplit(url), body, headers, ends)
        except (OSError, HTTPException, ValueError) as error:
            late = monotonic() >= ends
            said = f"no answer within {WHOLE:.0f} s" if late else str(error)
            raise Unreachable(f"{type(error).__name__}: {said}") from error

    def close(self) -> None:
        while self.kept:
            self.kept.popitem()[1].close()

    def _post(
        self, url: SplitResult, body: bytes, headers: Mapping[str, str], ends: float
    ) -> Answer:
        place = url.scheme, url.hostname or "", url.port or PORTS[url.scheme]
        if connection := self.kept.pop(place, None):
            with suppress(ConnectionError):
                return self._asked(place, connection, url, body, headers, ends)
        connection = _opened(*place, ends)
        return self._asked(place, connection, url, body, headers, ends)

    def _asked(
        self,
        place: tuple[str, str, int],
        connection: HTTPConnection,
        url: SplitResult,
        body: bytes,
        headers: Mapping[str, str],
        ends: float,
    ) -> Answer:
        target = (url.path or "/") + (f"?{url.query}" if url.query else "")
        whom = url.netloc.rpartition("@")[2]
        try:
            with _watch.over(connection.sock, ends):
                connection.request("POST", target, body, {"Host": whom, **headers})
                response = connection.getresponse()
                answer = Answer(response.status, _begun(response))
            if self.most and connection.sock and response.isclosed():
                self._keep(place, connection)
            return answer
        finally:
            if self.kept.get(place) is not connection:
                connection.close()

    def _keep(self, place: tuple[str, str, int], connection: HTTPConnection) -> None:
        """The longest unused makes room."""
        if len(self.kept) >= self.most:
            self.kept.pop(next(iter(self.kept))).close()
        self.kept[place] = connection


def _begun(response: HTTPResponse) -> bytes:
    """The body's first bytes; none if they don't come: that it was taken is known."""
    try:
        return response.read(READ)
    except (OSError, HTTPException):
        return b""


def _opened(scheme: str, host: str, port: int, ends: float) -> HTTPConnection:
    sock = _connected(host, port)
    sock.settimeout(WHOLE)
    connection = HTTPConnection(host)
    connection.auto_open = 0  # by itself it would connect to wherever the name leads
    connection.sock = sock
    if scheme == "https":
        sock = connection.sock = _tls().wrap_socket(
            sock, server_hostname=host, do_handshake_on_connect=False
        )
        try:
            with _watch.over(sock, ends):
                sock.do_handshake()
        except BaseException:
            sock.close()
            raise
    return connection


def _connected(host: str, port: int) -> socket.socket:
    """To the first of the host's addresses that takes the connection."""
    ends, failed = monotonic() + CONNECT, OSError("the name has no address")
    for family, kind, protocol, _name, address in _addresses(host, port):
        sock = socket.socket(family, kind, protocol)
        sock.settimeout(max(ends - monotonic(), 0.01))
        try:
            sock.connect(address)
        except OSError as error:
            sock.close()
            failed = error
        else:
            # Else the body waits 40 ms until the head is acknowledged.
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return sock
    raise failed


def _addresses(host: str, port: int) -> list[tuple]:
    """Where the name leads; nowhere at all if one of its addresses is not public."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    if _careful() and not all(is_public(str(a[4][0])) for a in found):
        raise OSError("not a public address")
    return found


def _careful() -> bool:
    return settings.ONLY_PUBLIC_ADDRESSES


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


class _Watch:
    """Ends what is read or written too long: each byte of a drip starts a timeout.

    One thread of the process looks after all that is watched, while something is.
    """

    EVERY = 0.2  # seconds

    def __init__(self) -> None:
        self.watched: dict[object, tuple[float, socket.socket]] = {}
        self.lock = threading.Lock()
        self.thread: threading.Thread | None = None

    @contextmanager
    def over(self, sock: socket.socket, ends: float) -> Iterator[None]:
        key = object()
        with self.lock:
            self.watched[key] = ends, sock
            if self.thread is None or not self.thread.is_alive():  # a fork has none
                self.thread = threading.Thread(target=self._look, daemon=True)
                self.thread.start()
        try:
            yield
        finally:
            with self.lock:
                del self.watched[key]

    def _look(self) -> None:
        while True:
            sleep(self.EVERY)
            with self.lock:
                if not self.watched:
                    self.thread = None
                    return
                now = monotonic()
                late = [sock for ends, sock in self.watched.values() if ends <= now]
                for sock in late:
                    with suppress(OSError):  # it has ended by itself
                        socket.socket.shutdown(sock, socket.SHUT_RDWR)


_watch = _Watch()
