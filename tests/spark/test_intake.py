"""Requests are taken in whole, or refused, before a thread has anything of them."""

import asyncio
import threading
from itertools import repeat

import pytest
from django.conf import settings
from django.urls import reverse

from spark import intake
from spark.bodies import LIMIT, MB, limit_of
from spark.intake import Intake
from spark.management.commands.up import INTAKE

PIECE = 64 * 1024


def echo(environ: dict, start_response) -> list[bytes]:
    """What the application was given."""
    content = environ["wsgi.input"].read()
    said = [environ["CONTENT_LENGTH"], environ["QUERY_STRING"], str(len(content))]
    said += sorted(name for name in environ if name.startswith("HTTP_X"))
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [" ".join(said).encode()]


class Sender:
    """Sends pieces of a body; after the last it ends, waits, or hangs up."""

    def __init__(self, pieces, *, whole: bool = True, hangs_up: bool = False) -> None:
        self.pieces = iter(pieces)
        self.whole = whole
        self.hangs_up = hangs_up
        self.sent = 0
        self.got: list[dict] = []

    async def receive(self) -> dict:
        await asyncio.sleep(0)
        piece = next(self.pieces, None)
        if piece is not None:
            self.sent += len(piece)
            return {"type": "http.request", "body": piece, "more_body": True}
        if self.hangs_up:
            return {"type": "http.disconnect"}
        if not self.whole:
            await asyncio.sleep(60)
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(self, message: dict) -> None:
        self.got.append(message)

    def ask(self, headers=(), query: bytes = b"", application=echo) -> tuple[int, str]:
        """Status and text of the answer, which was ended properly."""
        self.send_to(application, headers, query)
        start, *parts = self.got
        assert not parts[-1].get("more_body")
        text = b"".join(part.get("body", b"") for part in parts)
        return start["status"], text.decode()

    def send_to(self, application, headers=(), query: bytes = b"") -> None:
        app = Intake(application, threads=1)
        asyncio.run(app(self.scope(headers, query), self.receive, self.send))

    def scope(self, headers=(), query: bytes = b"", path="/accounts/login/") -> dict:
        return {
            "type": "http",
            "http_version": "1.1",
            "method": "POST",
            "scheme": "http",
            "path": path,
            "query_string": query,
            "headers": list(headers),
            "client": ("192.0.2.1", 40_000),
            "server": ("127.0.0.1", 8000),
        }


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(intake, "PATIENCE", 0.2)
    monkeypatch.setattr(intake, "LINGER", 0.2)


def test_a_body_without_a_length_reaches_the_application_whole():
    sender = Sender([b"a" * PIECE] * 10)
    headers = [(b"transfer-encoding", b"chunked")]
    assert sender.ask(headers)[1].split()[:2] == [str(10 * PIECE)] * 2


def test_headers_that_could_pass_for_a_proxys_are_dropped():
    headers = [(b"x_forwarded_proto", b"https"), (b"x-real", b"1")]
    assert Sender([]).ask(headers) == (200, "0  0 HTTP_X_REAL")


def test_an_address_that_is_not_ascii_is_passed_on():
    sender = Sender([])
    said = sender.ask(query="q=苏".encode())[1]
    assert said.split()[1].encode("latin-1").decode() == "q=苏"


def test_too_large_by_its_own_word_is_not_read_before_the_answer():
    sender = Sender([], whole=False)
    status, said = sender.ask([(b"content-length", str(LIMIT + 1).encode())])
    assert (status, said.split(), sender.sent) == (200, [str(LIMIT + 1), "0"], 0)
    assert (b"connection", b"close") in sender.got[0]["headers"]


def test_too_large_without_a_length_is_cut_at_the_limit(monkeypatch):
    monkeypatch.setattr(intake, "LINGER", 0)
    size, left = Sender(repeat(b"a" * PIECE)).ask()[1].split()
    assert LIMIT < int(size) <= LIMIT + PIECE  # what LimitMiddleware refuses
    assert left == "0"


@pytest.mark.parametrize("pieces", [[], [b"a"], [b"a" * 1000]])
def test_a_body_that_does_not_come_is_given_up(pieces):
    status, said = Sender(pieces, whole=False).ask(application=None)
    assert status == 408
    assert "nothing was saved" in said


def test_who_hangs_up_is_forgotten():
    sender = Sender([b"half"], hangs_up=True)
    sender.send_to(None)
    assert sender.got == []


def test_the_application_runs_in_threads_that_stay():
    seen = []

    def application(environ, start_response):
        seen.append(threading.current_thread().name)
        return echo(environ, start_response)

    Sender([]).ask(application=application)
    assert seen == ["request_0"]


def test_who_asks_whether_it_lives_is_answered_though_all_threads_wait():
    ends = threading.Event()

    def application(environ, start_response):
        if environ["PATH_INFO"] != "/livez":
            ends.wait(20)
        return echo(environ, start_response)

    async def ask() -> None:
        app, stuck, asker = Intake(application, threads=1), Sender([]), Sender([])
        waits = asyncio.create_task(app(stuck.scope(), stuck.receive, stuck.send))
        await asyncio.sleep(0.1)
        alive = asker.scope(path="/livez")
        await asyncio.wait_for(app(alive, asker.receive, asker.send), 10)
        assert asker.got[0]["status"] == 200
        assert stuck.got == []
        ends.set()
        await waits

    asyncio.run(ask())


# What is shipped in deploy/ ---------------------------------------------------------


def test_production_takes_requests_in_as_make_run_does():
    unit = (settings.BASE_DIR / "deploy/spark-web.service").read_text()
    assert f"granian {' '.join(INTAKE)} " in unit


def test_the_proxy_lets_through_what_the_largest_page_takes():
    conf = (settings.BASE_DIR / "deploy/nginx.conf").read_text()
    largest = limit_of(reverse("roster-send")) // MB
    assert f"client_max_body_size {largest}m;" in conf
