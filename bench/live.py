"""A hall polls the live board at a Spark as `make run` starts it; who else waits?

All open it, one after the other; then each asks every ten seconds, as the page does,
with the tag of what it has. What the pollers cost, who run on the same processors, is
in the milliseconds; pages without them come first.
"""

import asyncio
import json
import random
import statistics
import time
from collections import Counter
from collections.abc import Iterator

from bench.applying import load, processor, running
from bench.asking import Caller
from tests.faults.running import Running, manage

ALONE = 10.0  # seconds
EVERY = 10  # seconds, as templates/training/judging/live.html says
PAGES = ("/", "/candidates/", "/trials/", "/judging/")
BETWEEN = 0.25  # seconds, after which the one who works opens the next page
OPENED = """
import json
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from tests.training.judging.judging import judged
from tests.training.trials.studio import Studio
from tests.world import World

world = World()
studio = Studio(world)
for clock in ("09:00", "10:30", "12:00", "13:30"):
    judged(studio, "live", slot=studio.slot(2, clock))
store = import_module(settings.SESSION_ENGINE).SessionStore

def session(user):
    kept = store()
    kept[SESSION_KEY] = str(user.pk)
    kept[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    kept[HASH_SESSION_KEY] = user.get_session_auth_hash()
    kept.create()
    return kept.session_key

keys = [session(world.mentor if n % 2 else world.office) for n in range({number})]
print(json.dumps({{"cookie": settings.SESSION_COOKIE_NAME, "keys": keys}}))
"""


def lines(number: int, seconds: float) -> Iterator[str]:
    with running() as spark:
        made = manage(
            "shell", "-c", OPENED.format(number=number + 1), folder=spark.folder
        )
        assert made.returncode == 0, made.stderr
        given = json.loads(made.stdout.splitlines()[-1])
        hall = Hall(spark, given["cookie"])
        who, *others = given["keys"]
        yield f"{number} open the live board and poll it for {seconds:.0f} s"
        yield from asyncio.run(hall.alone(who, ALONE))
        yield from asyncio.run(hall.filled(who, others, seconds))
    yield f"load {load()}"


class Hall:
    """Everybody who polls, and one who works meanwhile."""

    def __init__(self, spark: Running, cookie: str) -> None:
        self.spark, self.port = spark, spark.port
        self.cookie = cookie
        self.until = 0.0
        self.polls: list[float] = []
        self.pages: list[float] = []
        self.statuses: Counter[int] = Counter()

    async def alone(self, who: str, seconds: float) -> list[str]:
        """What pages cost while nobody polls."""
        await self._work(who, seconds)
        return [_figures("pages, no polls", self.pages)]

    async def filled(self, who: str, others: list[str], seconds: float) -> list[str]:
        self.pages = []
        began = processor(self.spark)
        seats = [Caller(self.port) for _key in others]
        tags = [await self._poll(*one, "") for one in zip(seats, others, strict=True)]
        opened = processor(self.spark) - began
        self.polls, self.statuses = [], Counter()
        self.until = time.monotonic() + seconds
        hall = zip(seats, others, tags, strict=True)
        await asyncio.gather(
            self._work(who, seconds), *(self._sit(*one) for one in hall)
        )
        spent = processor(self.spark) - began - opened
        return [
            _figures("polls", self.polls),
            _figures("pages meanwhile", self.pages),
            f"answers to polls: {dict(self.statuses)}",
            f"processor: {opened / len(others) * 1000:.1f} ms for each who opens it; "
            f"then {spent:.1f} s in all, pages too",
        ]

    async def _sit(self, caller: Caller, key: str, tag: str) -> None:
        await asyncio.sleep(random.uniform(0, EVERY))  # noqa: S311 -- no secret
        while time.monotonic() < self.until:
            tag = await self._poll(caller, key, tag)
            await asyncio.sleep(EVERY)
        caller.close()

    async def _poll(self, caller: Caller, key: str, tag: str) -> str:
        headers = self._as(key) | {"HX-Request": "true", "If-None-Match": tag}
        began = time.perf_counter()
        answer = await caller.get("/live/", headers)
        self.polls.append((time.perf_counter() - began) * 1000)
        self.statuses[answer.status] += 1
        return answer.headers.get(b"etag", tag.encode()).decode()

    async def _work(self, key: str, seconds: float) -> None:
        caller, number, until = Caller(self.port), 0, time.monotonic() + seconds
        while time.monotonic() < until:
            began = time.perf_counter()
            path = PAGES[number % len(PAGES)]
            answer = await caller.get(path, self._as(key))
            self.pages.append((time.perf_counter() - began) * 1000)
            assert answer.status == 200, (path, answer.status)
            number += 1
            await asyncio.sleep(BETWEEN)
        caller.close()

    def _as(self, key: str) -> dict[str, str]:
        return {"Cookie": f"{self.cookie}={key}"}


def _figures(name: str, times: list[float]) -> str:
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    some = "".join(f"{cuts[place - 1]:8.0f}" for place in (50, 95, 99))
    return f"{name:16}{len(times):8}{some}   ms: median, 95th and 99th percentile"
