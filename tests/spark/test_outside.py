"""Asking others' servers: nobody's inner network is reached, and nothing lasts."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from spark import clock, outside

ANSWER = b"HTTP/1.1 204 No Content\r\n\r\n"


@contextmanager
def server(serve) -> Iterator[int]:
    """A port at which each connection is handed to `serve`."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def accept() -> None:
            while True:
                try:
                    connection, _peer = listening.accept()
                except OSError:
                    return
                with connection:
                    serve(connection)

        threading.Thread(target=accept, daemon=True).start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def names(monkeypatch) -> dict[str, list[str]]:
    """What the machine's resolver says of names, one answer after the other."""
    known: dict[str, list[str]] = {}

    def getaddrinfo(host, port, *args, **kwargs):
        answers = known[host]
        address = answers.pop(0) if len(answers) > 1 else answers[0]
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        return [(family, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return known


@pytest.fixture
def reached() -> list[bytes]:
    return []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.5",
        "172.16.9.9",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 -- not bound
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "2001:db8::1",
    ],
)
def test_in_production_no_inner_address_is_reached_by_any_name(
    settings, names, address
):
    settings.ONLY_PUBLIC_ADDRESSES = True
    names |= {"jw.example.edu.cn": [address]}
    with pytest.raises(outside.Unreachable, match="not a public address"):
        outside.post("https://jw.example.edu.cn/", b"", {})


@pytest.mark.parametrize("address", ["8.8.8.8", "223.5.5.5", "2400:3200::1"])
def test_public_addresses_are(address):
    assert outside.is_public(address)


def test_one_inner_address_among_public_ones_is_enough(settings, monkeypatch):
    settings.ONLY_PUBLIC_ADDRESSES = True
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))
        for address in ("8.8.8.8", "10.0.0.1")
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: found)
    with pytest.raises(outside.Unreachable, match="not a public address"):
        outside.post("https://jw.example.edu.cn/", b"", {})


def test_what_was_judged_is_what_is_connected_to(settings, names, monkeypatch):
    """A name server that says another thing a moment later is not asked again."""
    settings.ONLY_PUBLIC_ADDRESSES = True
    names |= {"jw.example.edu.cn": ["8.8.8.8", "127.0.0.1"]}
    tried: list[tuple] = []

    def connect(self, address):
        tried.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket.socket, "connect", connect)
    with pytest.raises(outside.Unreachable, match="ConnectionRefusedError"):
        outside.post("https://jw.example.edu.cn/", b"", {})
    assert tried == [("8.8.8.8", 443)]


@pytest.mark.parametrize("url", ["http://8.8.8.8/", "ftp://8.8.8.8/", "file:///etc"])
def test_in_production_only_https_is_asked(settings, url):
    settings.ONLY_PUBLIC_ADDRESSES = True
    with pytest.raises(outside.Unreachable, match="only HTTPS"):
        outside.post(url, b"", {})


def test_while_developing_this_machine_is_asked(reached):
    def serve(connection):
        reached.append(connection.recv(4096))
        connection.sendall(ANSWER)

    with server(serve) as port:
        answer = outside.post(f"http://127.0.0.1:{port}/a?b=c", b"{}", {"X-Y": "z"})
    assert answer == outside.Answer(204, b"")
    (request,) = reached
    assert request.startswith(b"POST /a?b=c HTTP/1.1\r\n")
    assert f"Host: 127.0.0.1:{port}".encode() in request and b"X-Y: z" in request


def test_the_name_is_asked_for_and_proved_by_tls(tmp_path, monkeypatch, names):
    context, asked = certified(tmp_path, monkeypatch), []
    context.sni_callback = lambda sock, name, context: asked.append(name)

    def serve(connection):
        try:
            with context.wrap_socket(connection, server_side=True) as tls:
                tls.recv(4096)
                tls.sendall(ANSWER)
        except ssl.SSLError:
            pass  # whoever asked did not believe us

    names |= {name: ["127.0.0.1"] for name in ("jw.example.org", "other.example.org")}
    with server(serve) as port:
        answer = outside.post(f"https://jw.example.org:{port}/", b"", {})
        assert (answer.status, asked) == (204, ["jw.example.org"])
        with pytest.raises(outside.Unreachable, match="CertVerification"):
            outside.post(f"https://other.example.org:{port}/", b"", {})


def certified(folder, monkeypatch) -> ssl.SSLContext:
    """A server's context for jw.example.org, which this process trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "jw.example.org")])
    now = clock.now()
    day = timedelta(days=1)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - day)
        .not_valid_after(now + day)
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName("jw.example.org")]), False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    pem = folder / "both.pem"
    pem.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    trusting = ssl.create_default_context(cafile=pem)
    monkeypatch.setattr(outside, "_tls", lambda: trusting)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context


def test_a_dripping_answer_is_cut_off(monkeypatch):
    """Each byte comes in time; all of them would take for ever."""
    monkeypatch.setattr(outside, "WHOLE", 1)

    def serve(connection):
        connection.recv(4096)
        try:
            while True:
                connection.sendall(b"H")
                time.sleep(0.1)
        except OSError:
            pass  # cut off

    began = time.monotonic()
    with server(serve) as port, pytest.raises(outside.Unreachable, match="within 1 s"):
        outside.post(f"http://127.0.0.1:{port}/", b"", {})
    assert time.monotonic() - began < 3


def test_of_a_long_answer_only_the_beginning_is_read():
    def serve(connection):
        connection.recv(4096)
        with_body = b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n"
        connection.sendall(with_body + b"x" * 9000)

    with server(serve) as port:
        answer = outside.post(f"http://127.0.0.1:{port}/", b"", {})
    assert answer.status == 200 and len(answer.body) == outside.READ


@pytest.mark.parametrize("said", [b"", b"nonsense\r\n\r\n"])
def test_what_is_no_http_is_no_answer(said):
    def serve(connection):
        connection.recv(4096)
        connection.sendall(said)

    with server(serve) as port, pytest.raises(outside.Unreachable):
        outside.post(f"http://127.0.0.1:{port}/", b"", {})


def test_a_post_goes_without_waiting_for_its_head_to_be_acknowledged():
    def serve(connection: socket.socket) -> None:
        while connection.recv(4096):
            connection.sendall(ANSWER)

    with server(serve) as port:
        caller = outside.Caller()
        caller.post(f"http://127.0.0.1:{port}/", b"{}", {})
        (kept,) = caller.kept.values()
        assert kept.sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        caller.close()
