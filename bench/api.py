"""The API as systems call it, beside the least that any answer costs.

Each call is answered in this process by what the web server runs, without a network:
its processor time is the web process's own. Then two processes do nothing else, which
shows the database's share too. In the same run: a view that does nothing, inside our
middleware, and the list's own statements by psycopg2 and json alone.
"""

import json
import os
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from bench import writes
from bench.calling import get, token
from candidates.register.models import Candidate
from spark import clock, urls
from spark.rest.limits import ClientThrottle

CALLS = 100
SECONDS = 2.0
WORKERS = 2
LISTS = {
    "list of 50": "",
    "deep": "?cursor={deep}",
    "one stage": "?stage=screening",
    "one stage, deep": "?stage=screening&cursor={deep}",
    "stage and state": "?stage=screening&state=waiting",
    "underway": "?stage=underway",
    "one batch, by name": "?batch=hangzhou-2026-autumn&sort=name",
    "by name": "?sort=name",
    "by number": "?sort=number",
    "by change": "?sort=updated",
    "by time in stage": "?stage=screening&sort=since",
    "by initials": "?q=lkx",
    "by student number": "?student_number=20230012345",
    "changed lately": "?updated_since={lately}",
    "three fields": "?fields=id,stage,state",
}


@dataclass(frozen=True)
class Measured:
    """Milliseconds of processor for one, and how many a second in two processes."""

    queries: int
    web: float
    database: float
    rate: float
    size: int


def measured() -> Iterator[tuple[str, Measured]]:
    # Nobody waits for a minute to be over while it is measured.
    ClientThrottle.rate = "1000000/min"  # type: ignore[attr-defined]
    urls.urlpatterns.insert(0, path("api/v1/bare", bare))
    given = {"HTTP_AUTHORIZATION": f"Bearer {token('candidates:read')}"}
    yield "a view that does nothing", measure(lambda: get("bare", given))
    yield "psycopg2 and json alone", measure(raw(lambda: get("candidates", given)))
    for name, route in routes():
        yield name, measure(partial(get, route, given))
    following = {"HTTP_AUTHORIZATION": f"Bearer {token('changes:read')}"}
    yield "changes", measure(partial(get, "changes", following))
    for name, act, calls in writes.acts():
        yield name, measure(act, calls)


def routes() -> Iterator[tuple[str, str]]:
    known = Candidate.objects.filter(campus__code="ZJYY").order_by("pk")
    middle = known[known.count() // 2].pk
    places = {"deep": cursor(middle), "lately": clock.today().isoformat()}
    for name, query in LISTS.items():
        yield name, "candidates" + query.format(**places)
    yield "candidate", f"candidates/{middle}"


def cursor(key: int) -> str:
    return b64encode(f"p={key}".encode()).decode()


@login_not_required
def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"{}", content_type="application/json")


def raw(answer: Callable[[], Any]) -> Callable[[], bytes]:
    """The statements that it does, and their rows as JSON, with nothing between."""
    statements: list[tuple[str, Any]] = []

    def note(execute: Callable, sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        answer()

    def alone() -> bytes:
        connection.ensure_connection()
        found = []
        with connection.connection.cursor() as cursor:
            for sql, params in statements:
                cursor.execute(sql, params)
                found.append(cursor.fetchall() if cursor.description else [])
        return json.dumps(found, default=str).encode()

    return alone


def measure(answer: Callable[[], bytes], calls: int = CALLS) -> Measured:
    queries = 0

    def count(execute: Callable, *args: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*args)

    for _ in range(min(3, calls)):
        answer()
    with connection.execute_wrapper(count):
        size = len(answer())
    spent, began = [], of_database()
    for _ in range(calls):
        started = time.process_time()
        answer()
        spent.append(time.process_time() - started)
    database = (of_database() - began) * 1000 / calls
    return Measured(queries, median(spent) * 1000, database, rate(answer), size)


def of_database() -> float:
    """Seconds of processor that the connection's process has used."""
    connection.ensure_connection()
    process = connection.connection.info.backend_pid
    nanoseconds = Path(f"/proc/{process}/schedstat").read_text().split()[0]
    return int(nanoseconds) / 1e9


def rate(answer: Callable[[], bytes]) -> float:
    """How many a second, in processes of their own."""
    connection.close()
    return sum(number / SECONDS for number in in_processes(answer))


def in_processes(answer: Callable[[], bytes]) -> list[int]:
    pipes = []
    for _ in range(WORKERS):
        reading, writing = os.pipe()
        if not os.fork():
            os.write(writing, str(busy(answer)).encode())
            os._exit(0)
        os.close(writing)
        pipes.append(reading)
    counts = []
    for reading in pipes:
        with os.fdopen(reading) as told:
            counts.append(int(told.read()))
        os.wait()
    return counts


def busy(answer: Callable[[], bytes]) -> int:
    answer()
    end, number = time.monotonic() + SECONDS, 0
    while time.monotonic() < end:
        answer()
        number += 1
    return number
