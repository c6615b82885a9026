"""What the API writes, each time undone: students made, one and by the thousand."""

import json
import os
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from itertools import count

from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction

from bench.calling import CLIENT, call, token
from candidates.demo import id_number
from spark.accounts.models import Application
from spark.accounts.oauth import note_use
from spark.resources import jobs
from spark.rest.models import Job

BATCH = {
    "batch": "hangzhou-2026-autumn",
    "notice_version": "2026-1",
    "notice_on": "2026-11-20",
}
MANY = 1_000
SENT = count()


def acts() -> Iterator[tuple[str, Callable[[], bytes], int]]:
    """Each with how often to call it."""
    given = {"HTTP_AUTHORIZATION": f"Bearer {token('candidates:write')}"}
    note_use(Application.objects.get(client_id=CLIENT))  # kept, unlike what is undone
    yield "create", partial(undone, partial(create, given)), 100
    yield f"bulk of {MANY:,}", partial(undone, partial(bulk, given)), 3


def undone(act: Callable[[], bytes]) -> bytes:
    """The commit is left out, and what waits for it: the disk's time, and Redis's."""
    ends = [request_started, request_finished]
    for end in ends:  # as Django's own test client does
        end.disconnect(close_old_connections)
    try:
        with transaction.atomic():
            answer = act()
            transaction.set_rollback(True)
    finally:
        for end in ends:
            end.connect(close_old_connections)
    return answer


def create(given: dict[str, str]) -> bytes:
    (student,) = students(1)
    return sent("candidates", given, BATCH | student)


def bulk(given: dict[str, str]) -> bytes:
    """Taken in, then done as the worker does it."""
    body = BATCH | {"rows": list(students(MANY))}
    answer = sent("candidates/bulk", given, body)
    job = Job.objects.latest("pk")
    jobs.work(job.pk)
    assert jobs.counts_of(job)["done"] == MANY, job.portions.first().outcomes[:3]
    return answer


def sent(route: str, given: dict[str, str], body: dict) -> bytes:
    key = {"HTTP_IDEMPOTENCY_KEY": f"bench-{os.getpid()}-{next(SENT)}"}
    return call("POST", route, given | key, json.dumps(body).encode())


def students(many: int) -> Iterator[dict[str, str]]:
    """Nobody twice, in processes side by side neither."""
    for _ in range(many):
        number = next(SENT)
        birth = date(2000, 1, 1) + timedelta(days=number // 900 % 1400)
        region = f"53{os.getpid() % 10_000:04d}"
        yield {
            "name": "陈明月",
            "student_number": f"B{os.getpid()}-{number}",
            "id_number": id_number(birth, number % 900, region),
            "phone": f"187{number % 10**8:08d}",
            "direction": "comprehensive",
            "class_name": "直播2301班",
        }
