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


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def site(new_folder, mailbox) -> Iterator[Deployed]:
    """Database, Redis and mail of this machine; nothing of Spark yet."""
    site = Deployed(new_folder(), free_port())
    mail = None
    try:
        site.prepare()
        mail = receiver(mailbox, site)
        mail.start()
        yield site
    finally:
        if mail:
            mail.stop()
        site.end()


def receiver(mailbox: Mailbox, site: Deployed) -> Controller:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(site.certificate, site.key)
    return Controller(
        mailbox,
        hostname="127.0.0.1",
        port=site.mail_port,
        tls_context=context,
        require_starttls=True,
    )


def test_it_is_deployed_as_documented(site, mailbox):
    deploy(site)
    office = come_in(site, mailbox)
    invites(office, "lin@example.org", mailbox)
    history = "SELECT pgh_context->>'verb' FROM accounts_invitationevent ORDER BY 1"
    verbs = [verb for (verb,) in site.sql(history)]
    assert verbs == ["people.accept", "people.invite", "people.invite"]
    headers_are_the_proxys_word(site)
    style_sheets_come_compressed_and_stay(site)
    too_large_is_said_before_it_comes(site, "/accounts/login/", "10 MB")
    too_large_is_said_before_it_comes(site, "/api/v1/candidates", "body-too-large")
    too_large_without_a_length_is_cut_off(site)
    for kind in HALVES:
        for count in (8, 50):
            half_sent_requests_leave_it_alone(site, kind, count)
    links_and_searches_are_in_no_log(site)
    for part in ("proxy", *UNITS, "database"):
        site.restart(part)
        eventually(lambda: is_well(site), 120)
    invites(office, "wang@example.org", mailbox)


def deploy(site: Deployed) -> None:
    """Environment, migrate.sh, units, proxy."""
    site.write_environment()
    said = site.migrate()
    assert "System check identified no issues" in said
    assert "static files copied" in said
    for part in (*UNITS, "proxy"):
        site.start(part)
    eventually(lambda: is_well(site), 120)


def is_well(site: Deployed) -> bool:
    """Database, Redis, worker and beat, as the proxy's visitors may ask."""
    try:
        return Person(site).get("/healthz").status == 200
    except OSError:
        return False


def invites(office: Person, email: str, mailbox: Mailbox) -> None:
    """Who is in invites the next person, and a worker sends the letter."""
    office.get("/people/invite/")
    form = {"name": "林晓", "email": email, "role": "signing", "language": "zh-hans"}
    office.post("/people/invite/", **form, place=NOWHERE)
    assert office.status == 200
    assert email in office.page
    assert mailbox.link_to(email)


def come_in(site: Deployed, mailbox: Mailbox) -> Person:
    """Invite as documented, accept, set up the second factor."""
    command = documented_command("invite")
    site.manage(command)
    link = mailbox.link_to(command[2])
    person = Person(site).get(link)
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


def headers_are_the_proxys_word(site: Deployed) -> None:
    page = Person(site).get("/accounts/login/")
    assert len(page.headers.get_all("Strict-Transport-Security")) == 1
    assert page.headers["Content-Encoding"] is None
    with socket.create_connection(("127.0.0.1", site.ports["http"]), 5) as plain:
        plain.sendall(b"GET /x HTTP/1.1\r\nHost: e\r\nX-Forwarded-Proto: https\r\n\r\n")
        answer = plain.recv(1000).decode()
    assert answer.startswith("HTTP/1.1 301")
    assert f"Location: https://{HOST}/x" in answer


def style_sheets_come_compressed_and_stay(site: Deployed) -> None:
    page = Person(site).get("/accounts/login/")
    (sheet,) = re.findall(r"/static/spark\.[0-9a-f]{12}\.css", page.page)
    answer = said(site, f"GET {sheet} HTTP/1.1\r\nAccept-Encoding: gzip\r\n")
    assert answer.startswith("HTTP/1.1 200")
    assert "Content-Encoding: gzip" in answer
    assert "immutable" in answer


def said(site: Deployed, request: str) -> str:
    """The beginning of the answer."""
    with secured(site, SECONDS) as sender:
        sender.sendall(f"{request}Host: {HOST}\r\n\r\n".encode())
        return sender.recv(4000).decode(errors="replace")


def half_sent_requests_leave_it_alone(site: Deployed, kind: str, count: int) -> None:
    more = BY_THE_BYTE.get(kind, b"")
    with half_sent(lambda: secured(site), HALVES[kind], count, more):
        time.sleep(1.5)
        began = time.monotonic()
        assert Person(site).get("/accounts/login/").status == 200
        assert time.monotonic() - began < SECONDS


def too_large_is_said_before_it_comes(site: Deployed, path: str, words: str) -> None:
    size = f"Content-Length: {1000 * MB}\r\n"
    answer = said(site, f"POST {path} HTTP/1.1\r\n{size}")
    assert answer.startswith("HTTP/1.1 413")
    assert words in answer


def too_large_without_a_length_is_cut_off(site: Deployed) -> None:
    with secured(site) as sender:
        sender.sendall(HEAD + FORM + b"Transfer-Encoding: chunked\r\n\r\n")
        with contextlib.suppress(OSError):
            for _ in range(40):
                sender.sendall(b"%x\r\n" % MB + b"a" * MB + b"\r\n")
        assert sender.recv(20).startswith(b"HTTP/1.1 413")


def links_and_searches_are_in_no_log(site: Deployed) -> None:
    for name in ("invitation", "p", "g"):
        Person(site).get(f"/{name}/a-secret-link/")
        Person(site).get(f"/{name}/a-secret-link/nothing-there/")
    Person(site).get("/candidates/?q=a-secret-name")
    logs = [*(site.place / "log").rglob("*.log")]
    masked = re.findall(r"/(\w+)/\*\*\* ", site.log("nginx/spark.log"))
    assert {"invitation", "p", "g"} <= {*masked}
    assert logs
    assert not [log for log in logs if b"a-secret" in log.read_bytes()]
