"""A solver's run from the worker's side; only jobs import it, for it loads numba."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.db import DatabaseError, connection

from spark.accounts.scope import SYSTEM
from spark.errors import Refused
from training.solver.progress import Progress
from training.timetable.actions.making import (
    Unlawful,
    make_part,
    make_plan,
    put_together,
)
from training.timetable.actions.parts import beat_part, take_part
from training.timetable.actions.solving import Overtaken, beat, fail_run, take_run

BEATS = 1.0  # seconds between two heartbeats
log = structlog.get_logger()


class Heartbeat:
    """Renews the lease of a run from a thread, while numba and HiGHS are busy.

    Args:
        beat: renews it, given how far the search is; raises Overtaken once the run is
            stopped or another worker has it.
    """

    def __init__(self, beat: Callable[..., None]) -> None:
        self.beat, self.is_lost = beat, False
        self.progress: dict[str, Any] = {}
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._beats, daemon=True)

    def __enter__(self) -> "Heartbeat":
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._ends.set()
        self._thread.join()

    def _beats(self) -> None:
        while not self._ends.wait(BEATS):
            try:
                self.beat(**self.progress)
            except Overtaken:
                self.is_lost = True
                break
            except DatabaseError:
                log.warning("solver.beat_missed", exc_info=True)
        connection.close()

    def report(self, progress: Progress) -> None:
        """Raises Overtaken once the run isn't this worker's any more."""
        self.progress = asdict(progress)
        if self.is_lost:
            raise Overtaken


def work(run_id: int) -> None:
    """Take a queued run and make its plan a draft. Late redelivery does nothing."""
    run = take_run(actor=SYSTEM, run_id=run_id, token=uuid4())
    if run is None:
        return
    with _failing(run.pk, run.token), Heartbeat(partial(beat, run)) as heartbeat:
        make_plan(run, heartbeat.report)


def work_part(part_id: int) -> None:
    """Take a part of a run and solve it, or put the parts together; see `work`."""
    part = take_part(actor=SYSTEM, part_id=part_id, token=uuid4())
    if part is None:
        return
    make = put_together if part.is_last else make_part
    with (
        _failing(part.run_id, part.run.token),
        Heartbeat(partial(beat_part, part)) as heartbeat,
    ):
        make(part, heartbeat.report)


@contextmanager
def _failing(run_id: int, token: UUID | None) -> Iterator[None]:
    """End the run as failed, with the reason, if anything goes wrong."""
    failure = "run-broke"
    try:
        yield
        failure = ""
    except Overtaken:
        log.info("solver.overtaken", run=run_id)
        failure = ""
    except SoftTimeLimitExceeded:
        failure = "run-too-long"
    except Refused as refused:
        failure = refused.code
    except Unlawful:
        failure = "run-unlawful"
        raise
    finally:
        if failure:
            fail_run(actor=SYSTEM, run_id=run_id, token=token, code=failure)
