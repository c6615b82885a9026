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
from http.client import HTTPConnection, HTTPException
from ipaddress import IPv6Address, IPv6Network, ip_address
from time import monotonic
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
    ends = monotonic() + WHOLE
    try:
        if not may_ask(url):
            raise OSError("only HTTPS is asked")
        return _post(urlsplit(url), body, headers, ends)
    except (OSError, HTTPException, ValueError) as error:
        late = monotonic() >= ends
        said = f"no answer within {WHOLE:.0f} s" if late else str(error)
        raise Unreachable(f"{type(error).__name__}: {said}") from error


def _post(
    url: SplitResult, body: bytes, headers: Mapping[str, str], ends: float
) -> Answer:
    host = url.hostname or ""
    sock = _connected(host, url.port or PORTS[url.scheme])
    sock.settimeout(WHOLE)
    if url.scheme == "https":
        sock = _tls().wrap_socket(
            sock, server_hostname=host, do_handshake_on_connect=False
        )
    connection = HTTPConnection(host)
    connection.sock = sock
    with _cut_off(sock, ends):
        if isinstance(sock, ssl.SSLSocket):
            sock.do_handshake()
        target = (url.path or "/") + (f"?{url.query}" if url.query else "")
        whom = url.netloc.rpartition("@")[2]
        connection.request("POST", target, body, {"Host": whom, **headers})
        response = connection.getresponse()
        try:
            return Answer(response.status, response.read(READ))
        except (OSError, HTTPException):
            return Answer(response.status, b"")


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


@contextmanager
def _cut_off(sock: socket.socket, ends: float) -> Iterator[None]:
    """End what is being read or written then: each byte of a drip starts a timeout."""

    def cut() -> None:
        with suppress(OSError):  # it has ended by itself
            socket.socket.shutdown(sock, socket.SHUT_RDWR)

    timer = threading.Timer(max(ends - monotonic(), 0), cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        sock.close()
