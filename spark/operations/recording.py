"""Workers write when a periodic job ran, and how it ended; beat, which ones it sends.

Once a run, and no more than about once a minute for the quick ones: each process
remembers what it wrote last.
"""

import time
from typing import Any

from celery.signals import beat_init, task_failure, task_prerun, task_success
from django.db import close_old_connections

from spark import clock
from spark.operations.masking import masked
from spark.operations.models import JobRun
from spark.operations.timetable import jobs, key_of, keys

REST = 50.0  # seconds
LONGEST = JobRun._meta.get_field("error").max_length
_written: dict[tuple[str, bool], float] = {}


@beat_init.connect
def beat_begins(**_: object) -> None:
    """Beat itself asks for no rows any more, and keeps no connection."""
    begin()
    close_old_connections()


def begin() -> None:
    """From now on all of the timetable is sent; what isn't in it is forgotten."""
    rows = [JobRun(job=job.key, since=clock.now()) for job in jobs()]
    _write(rows, ["since"])
    JobRun.objects.exclude(job__in=keys()).delete()


@task_prerun.connect
def note_beginning(task: Any, **_: object) -> None:
    task.request.began_at = clock.now()


@task_success.connect
def note_success(sender: Any, **_: object) -> None:
    _note(sender.request, sender.name)


@task_failure.connect
def note_failure(sender: Any, exception: Exception, **_: object) -> None:
    _note(sender.request, sender.name, exception)


def _note(request: Any, task: str, error: Exception | None = None) -> None:
    key = key_of(task, request.args or (), request.kwargs)
    if request.is_eager or key not in keys() or not _is_turn(key, error is None):
        return
    now = clock.now()
    row = JobRun(job=key, since=now, began_at=request.began_at, ended_at=now)
    if error is None:
        row.done_at = now
        _write([row], ["began_at", "ended_at", "done_at"])
    else:
        row.failed_at, row.error = now, said(error)
        _write([row], ["began_at", "ended_at", "failed_at", "error"])


def _is_turn(key: str, done: bool) -> bool:
    """Whether it wasn't written lately; the other outcome is news at any time."""
    now = time.monotonic()
    if now - _written.get((key, done), -REST) < REST:
        return False
    _written[key, done] = now
    _written.pop((key, not done), None)
    return True


def _write(rows: list[JobRun], fields: list[str]) -> None:
    JobRun.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["job"], update_fields=fields
    )


def said(error: Exception) -> str:
    """Its first line: what PostgreSQL says in the others repeats people's data."""
    first, *_more = str(error).splitlines() or [""]
    return masked(f"{type(error).__name__}: {first}")[:LONGEST]
