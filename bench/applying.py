"""A class applies: so many students within minutes, at a Spark as `make run` starts it.

Its data folder is its own, and gone afterwards. What the students' phones cost, which
run on the same processors, is in the milliseconds, not in the web server's seconds.
"""

import asyncio
import contextlib
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from spark.local import Local
from tests.faults.running import Running
from tests.faults.students import (
    BEHIND_PROXY,
    Answers,
    all_apply,
    crowd,
    found,
    kept,
    open_page,
)

STUDENTS = 300
WAITING = 50  # of them, for whom there is no place


def lines(minutes: float) -> Iterator[str]:
    with running() as spark:
        students = crowd(spark, open_page(spark, STUDENTS - WAITING), STUDENTS)
        began, spent = time.monotonic(), processor(spark)
        answers = asyncio.run(all_apply(students, minutes * 60))
        took, spent = time.monotonic() - began, processor(spark) - spent
        rows = kept(spark)
    yield f"{STUDENTS} students apply within {took / 60:.1f} minutes, load {load()}"
    head = f"{'ms until the answer':24}{'number':>8}"
    yield f"{head}{'p50':>8}{'p95':>8}{'p99':>8}  errors"
    yield from figures(answers)
    number = sum(map(len, answers.times.values()))
    yield f"web: {spent:.0f} s of a processor, {spent / number * 1000:.1f} ms a request"
    yield str(found(students, rows))


@contextlib.contextmanager
def running() -> Iterator[Running]:
    folder = Path(tempfile.mkdtemp(prefix="spark-", dir="/var/tmp"))  # noqa: S108
    folder.chmod(0o711)
    spark = Running(folder, **BEHIND_PROXY)
    try:
        yield spark.wait_until_it_answers()
    finally:
        spark.end()
        Local(folder).stop(even_if_used=True)
        shutil.rmtree(folder)


def processor(spark: Running) -> float:
    """Seconds that the web server's processes have used."""
    web = spark.child("web")
    assert web is not None
    times = [one.cpu_times() for one in (web, *web.children(recursive=True))]
    return sum(one.user + one.system for one in times)


def load() -> str:
    return " ".join(f"{one:.1f}" for one in os.getloadavg())


def figures(answers: Answers) -> Iterator[str]:
    kinds = dict(answers.times)
    kinds["all but files"] = [
        one for kind, times in kinds.items() if kind != "file" for one in times
    ]
    wrong = dict(answers.wrong)
    wrong["all but files"] = [one for some in wrong.values() for one in some]
    for kind, times in kinds.items():
        cuts = statistics.quantiles(times, n=100, method="inclusive")
        late = "".join(f"{cuts[place - 1]:8.0f}" for place in (50, 95, 99))
        errors = wrong.get(kind, [])
        yield f"{kind:24}{len(times):8}{late}  {len(errors)} {' '.join(errors[:2])}"
