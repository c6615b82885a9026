"""A campus's system that takes webhooks over real HTTP, as the public package does."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks import Webhook as Verifier

from candidates.screening import actions as screening
from candidates.screening.models import Screening
from spark.accounts.scope import SYSTEM
from spark.webhooks import actions, delivering, queueing
from spark.webhooks.models import Course, Delivery, Webhook
from tests.world import World

HEADERS = ("webhook-id", "webhook-timestamp", "webhook-signature")


class Receiver:
    """Answers with `status` and `answer`, keeps what came, verifies it on demand."""

    def __init__(self) -> None:
        self.status, self.answer, self.headers = 200, b"ok", {}
        self.refused: set[str] = set()  # types that get a 500
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.meanwhile: Any = lambda: None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/spark"

    def take(self, headers: dict[str, str], body: bytes) -> int:
        self.got.append((headers, body))
        self.meanwhile()
        return 500 if json.loads(body)["type"] in self.refused else self.status

    def events(self, secret: str = "") -> list[dict]:
        """What came, verified if a secret is given."""
        if secret:
            for headers, body in self.got:
                Verifier(secret).verify(body, headers)
        return [json.loads(body) for _headers, body in self.got]

    def ids(self) -> list[str]:
        return [headers["webhook-id"] for headers, _body in self.got]


@contextmanager
def receiver() -> Iterator[Receiver]:
    taken = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name: self.headers[name] for name in HEADERS}
            self.send_response(taken.take(headers, body))
            for name, value in taken.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(taken.answer)))
            self.end_headers()
            self.wfile.write(taken.answer)

        def log_message(self, *args: object) -> None:
            """Silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        taken.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield taken
        server.shutdown()
        thread.join()


def webhook(world: World, url: str, **given: Any) -> Webhook:
    return actions.create(actor=SYSTEM, campus=world.campus, url=url, **given)


def work() -> int:
    """What beat has done every few seconds; the number of sendings."""
    queueing.queue_new()
    return delivering.deliver_due()


def later(**delta: float) -> None:
    """Let so much time pass for what waits: as if it had been put that much earlier."""
    span = timedelta(**delta)
    for row in Delivery.objects.exclude(due_at=None):
        row.due_at -= span
        if row.leased_until:
            row.leased_until -= span
        row.save()
    for course in Course.objects.exclude(rests_until=None):
        course.rests_until -= span
        course.save()


def in_review(world: World) -> Screening:
    return world.candidate("in_review").screening_set.get()


def asked_and_received(world: World, record: Screening) -> None:
    screening.ask_more(actor=world.office, ids=[record.pk], reason="换个片段")
    screening.receive_more(actor=world.lin, ids=[record.pk])


def told(system: Receiver, record: Screening) -> list[tuple[int, str]]:
    return [
        (event["data"]["sequence"], event["type"])
        for event in system.events()
        if event["data"]["id"] == record.pk
        and event["data"]["resource"] == "screenings"
    ]
