"""One story: Spark is deployed as the documentation says, and people come in."""

import contextlib
import email
import email.policy
import re
import socket
import ssl
import time
from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller

from spark.accounts.people.forms import NOWHERE
from tests.faults.deployed import HOST, UNITS, Deployed, documented_command
from tests.faults.halves import (
    BY_THE_BYTE,
    FORM,
    HALVES,
    HEAD,
    MB,
    SECONDS,
    half_sent,
)
from tests.faults.running import eventually, free_port
from tests.faults.visiting import Person, secured
from tests.spark.accounts.letters import code_of

pytestmark = pytest.mark.faults
PASSWORD = "correct-horse-battery"
SET_UP = "/accounts/2fa/totp/activate/"


class Mailbox:
    """Takes mail, encrypted, and keeps the text by receiver."""

    def __init__(self) -> None:
        self.letters: dict[str, str] = {}

    async def handle_DATA(self, server, session, envelope) -> str:
        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
        body = letter.get_body(("plain",))
        for receiver in envelope.rcpt_tos:
            self.letters[receiver] = body.get_content()
        return "250 OK"

    def link_to(self, receiver: str) -> str:
        letter = eventually(lambda: self.letters.get(receiver))
        (link,) = re.findall(rf"https://{HOST}(/invitation/\S+)", letter)
        return link


@pytest.fixture(scope="module")
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture(scope="module")
def site(new_folder, mailbox) -> Iterator[Deployed]:
    """Database, Redis and mail of this machine; nothing of Spark yet."""
    site = Deployed(new_folder(), free_port())
    site.prepare()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(site.certificate, site.key)
    mail = Controller(
        mailbox,
        hostname="127.0.0.1",
        port=site.mail_port,
        tls_context=context,
        require_starttls=True,
    )
    mail.start()
    try:
        yield site
    finally:
        mail.stop()
        site.end()


@pytest.fixture(scope="module")
def running(site) -> Deployed:
    """Deployed: environment, migrate.sh, units, proxy."""
    site.write_environment()
    said = site.migrate()
    assert "System check identified no issues" in said
    assert "static files copied" in said
    for part in (*UNITS, "proxy"):
        site.start(part)
    eventually(lambda: is_well(site), 120)
    return site


def is_well(site: Deployed) -> bool:
    """Database, Redis, worker and beat, as the proxy's visitors may ask."""
    try:
        return Person(site).get("/healthz").status == 200
    except OSError:
        return False


def test_the_first_person_comes_in_and_invites_the_next(running, mailbox):
    office = come_in(running, mailbox)
    office.get("/people/invite/")
    form = {"name": "林晓", "email": "lin@example.org", "role": "signing"}
    office.post("/people/invite/", **form, place=NOWHERE, language="zh-hans")
    assert "/people/" in office.path
    assert "lin@example.org" in office.page
    history = "SELECT pgh_context->>'verb' FROM accounts_invitationevent ORDER BY 1"
    verbs = [verb for (verb,) in running.sql(history)]
    assert verbs == ["people.accept", "people.invite", "people.invite"]
    assert mailbox.link_to("lin@example.org")  # a worker has sent it


def come_in(running: Deployed, mailbox: Mailbox) -> Person:
    """Invite as documented, accept, set up the second factor."""
    command = documented_command("invite")
    running.manage(command)
    link = mailbox.link_to(command[2])
    person = Person(running).get(link)
    assert person.status == 200
    person.post(link, name=command[-1], password=PASSWORD, again=PASSWORD)
    person.get(SET_UP)
    if "reauthenticate" in person.path:
        person.post(f"/accounts/reauthenticate/?next={SET_UP}", password=PASSWORD)
        person.get(SET_UP)
    (secret,) = re.findall(r"\b[A-Z2-7]{32}\b", person.page)
    person.post(SET_UP, code=code_of(secret))
    assert person.get("/").path == "/"
    return person


def test_headers_are_the_proxys_word_not_the_senders(running):
    page = Person(running).get("/accounts/login/")
    assert len(page.headers.get_all("Strict-Transport-Security")) == 1
    assert page.headers["Content-Encoding"] is None
    with socket.create_connection(("127.0.0.1", running.ports["http"]), 5) as plain:
        plain.sendall(b"GET /x HTTP/1.1\r\nHost: e\r\nX-Forwarded-Proto: https\r\n\r\n")
        answer = plain.recv(1000).decode()
    assert answer.startswith("HTTP/1.1 301")
    assert f"Location: https://{HOST}/x" in answer


def test_style_sheets_come_compressed_and_stay(running):
    page = Person(running).get("/accounts/login/")
    (sheet,) = re.findall(r"/static/spark\.[0-9a-f]{12}\.css", page.page)
    answer = said(running, f"GET {sheet} HTTP/1.1\r\nAccept-Encoding: gzip\r\n")
    assert answer.startswith("HTTP/1.1 200")
    assert "Content-Encoding: gzip" in answer
    assert "immutable" in answer


def said(running: Deployed, request: str) -> str:
    """The beginning of the answer."""
    with secured(running, SECONDS) as sender:
        sender.sendall(f"{request}Host: {HOST}\r\n\r\n".encode())
        return sender.recv(4000).decode(errors="replace")


@pytest.mark.parametrize("count", [8, 50])
@pytest.mark.parametrize("kind", HALVES)
def test_half_sent_requests_leave_the_site_alone(running, kind, count):
    more = BY_THE_BYTE.get(kind, b"")
    with half_sent(lambda: secured(running), HALVES[kind], count, more):
        time.sleep(1.5)
        began = time.monotonic()
        assert Person(running).get("/accounts/login/").status == 200
        assert time.monotonic() - began < SECONDS


@pytest.mark.parametrize(
    ("path", "words"),
    [("/accounts/login/", "10 MB"), ("/api/v1/candidates", "body-too-large")],
)
def test_too_large_is_said_before_it_comes(running, path, words):
    size = f"Content-Length: {1000 * MB}\r\n"
    answer = said(running, f"POST {path} HTTP/1.1\r\n{size}")
    assert answer.startswith("HTTP/1.1 413")
    assert words in answer


def test_too_large_without_a_length_is_cut_off(running):
    with secured(running) as sender:
        sender.sendall(HEAD + FORM + b"Transfer-Encoding: chunked\r\n\r\n")
        with contextlib.suppress(OSError):
            for _ in range(40):
                sender.sendall(b"%x\r\n" % MB + b"a" * MB + b"\r\n")
        assert sender.recv(20).startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize("part", ["proxy", *UNITS, "database"])
def test_each_part_may_be_started_again(running, part):
    running.restart(part)
    eventually(lambda: is_well(running), 120)


def test_links_and_searches_are_in_no_log(running):
    Person(running).get("/invitation/a-secret-link/")
    Person(running).get("/candidates/?q=a-secret-name")
    logs = [*(running.place / "log").rglob("*.log")]
    assert "/invitation/***" in running.log("nginx/spark.log")
    assert [
        log for log in logs if "a-secret" in log.read_text("utf-8", "replace")
    ] == []
