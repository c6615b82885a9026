"""Groups' services over real HTTP, keeping what their robots were given to say."""

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from django.db import transaction

from spark import clock
from spark.accounts.scope import SYSTEM
from spark.robots import actions, sending
from spark.robots.models import GroupMessage, Robot
from spark.robots.telling import tell_groups
from tests.world import World

TAKEN = {
    "dingtalk": {"errcode": 0, "errmsg": "ok"},
    "wecom": {"errcode": 0, "errmsg": "ok"},
    "feishu": {"code": 0, "msg": "success"},
}
FAST = {"errcode": 130101, "errmsg": "send too fast"}
UNSIGNED = {"errcode": 310000, "errmsg": "sign not match"}


class Groups:
    """Answers as `answer` says for the path; keeps paths, bodies and connections."""

    def __init__(self) -> None:
        self.answer: Callable[[str], Any] = lambda path: TAKEN[service_of(path)]
        self.status = 200
        self.got: list[tuple[str, dict]] = []
        self.connections: Counter[object] = Counter()
        self.meanwhile: Callable[[str], None] = lambda path: None
        self.port = 0

    def address(self, name: str = "a", service: str = "dingtalk") -> str:
        return f"http://127.0.0.1:{self.port}/{service}/send?access_token={name}"

    def texts(self, name: str = "") -> list[str]:
        """All that was said, to one group or to any."""
        told = [(path, body) for path, body in self.got if f"={name}" in path]
        return [text_of(path, body) for path, body in told]


def service_of(path: str) -> str:
    return path.split("/")[1]


def text_of(path: str, body: dict) -> str:
    if service_of(path) == "dingtalk":
        return body["markdown"]["text"]
    if service_of(path) == "wecom":
        return body["markdown"]["content"]
    post = body["content"]["post"]["zh_cn"]
    lines = [tag["text"] for line in post["content"] for tag in line]
    return "\n".join([post["title"], *lines])


@contextmanager
def groups() -> Iterator[Groups]:
    taken = Groups()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            taken.got.append((self.path, body))
            taken.connections[self.client_address] += 1
            taken.meanwhile(self.path)
            answer = json.dumps(taken.answer(self.path)).encode()
            self.send_response(taken.status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args: object) -> None:
            """Silent."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False
        request_queue_size = 128

    with Server(("127.0.0.1", 0), Handler) as server:
        taken.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield taken
        server.shutdown()
        thread.join()


def robot(world: World, address: str, **given: Any) -> Robot:
    """A robot of the campus's group, which has said that it works."""
    place = {"place": f"campus:{world.campus.pk}", "service": "dingtalk"}
    made = actions.create(
        actor=SYSTEM, address=address, name="直播2301班", **place | given
    )
    GroupMessage.objects.filter(robot=made).delete()
    return made


@transaction.atomic
def tell(world: World, *numbers: int, subject: str = "", **more: Any) -> None:
    for number in numbers:
        tell_groups(
            "screening-released",
            campus=world.campus.pk,
            subject=subject or f"s:{number}",
            dedup=f"s:{number}",
            facts={"count": number},
            at=clock.now(),
            **more,
        )


def later(**delta: float) -> None:
    """Let so much time pass for what waits and what was said."""
    span = timedelta(**delta)
    for row in GroupMessage.objects.exclude(sent_at=None):
        GroupMessage.objects.filter(pk=row.pk).update(sent_at=row.sent_at - span)
    for row in Robot.objects.all():
        for name in ("rests_until", "leased_until", "failing_since"):
            if value := getattr(row, name):
                Robot.objects.filter(pk=row.pk).update(**{name: value - span})


def work() -> int:
    """What beat has done every few seconds."""
    return sending.send_due()


def outcomes(made: Robot) -> list[str]:
    return list(made.messages.order_by("pk").values_list("state", flat=True))
