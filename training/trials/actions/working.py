"""A solver's run from the worker's side; only jobs import it, for it loads numba."""

import threading
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.db import DatabaseError, connection
from django.utils import timezone

from spark.accounts.scope import SYSTEM
from spark.errors import Refused
from training.trials.actions.solving import (
    Overtaken,
    beat,
    fail_run,
    keep_plan,
    seated,
    take_run,
)
from training.trials.models import SolveRun
from training.trials.timetable.bound import bound
from training.trials.timetable.compiling import compiled
from training.trials.timetable.explain import Shortage, shortages, unplaceable
from training.trials.timetable.figures import Figures, figures
from training.trials.timetable.load import Loaded, load
from training.trials.timetable.problem import Solution
from training.trials.timetable.progress import Progress
from training.trials.timetable.solve import Outcome, solve
from training.trials.timetable.verify import violations

BEATS = 1.0  # seconds between two signs of life
log = structlog.get_logger()


class Unlawful(Exception):
    """The solver's plan breaks its own instance: nothing of it may be kept."""


class Heart:
    """Signs of life from a thread of its own, while numba and HiGHS are busy."""

    def __init__(self, run: SolveRun) -> None:
        self.run, self.is_lost = run, False
        self.progress: dict[str, Any] = {}
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> "Heart":
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._ends.set()
        self._thread.join()

    def _beat(self) -> None:
        while not self._ends.wait(BEATS):
            try:
                beat(self.run, **self.progress)
            except Overtaken:
                self.is_lost = True
                break
            except DatabaseError:
                log.warning("solver.beat_missed", run=self.run.pk, exc_info=True)
        connection.close()

    def report(self, progress: Progress) -> None:
        """Raises Overtaken once the run isn't this worker's any more."""
        self.progress = {
            "share": progress.share,
            "coverage": progress.coverage,
            "mad": progress.mad,
        }
        if self.is_lost:
            raise Overtaken


def work(run_id: int) -> None:
    """Take a queued run and make its plan a draft. Late redelivery does nothing."""
    token = uuid4()
    run = take_run(actor=SYSTEM, run_id=run_id, token=token)
    if run is None:
        return
    failure = "run-broke"
    try:
        with Heart(run) as heart:
            make_plan(run, heart)
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


def make_plan(run: SolveRun, heart: Heart, *, at: datetime | None = None) -> None:
    """Solve a run that was taken, verify what is found, and keep it.

    Raises:
        Unlawful: if the plan breaks a rule of its instance.
        Overtaken: once the run isn't this worker's any more.
    """
    at = at or timezone.now()
    loaded = load(run.round, at, run.base)
    base = loaded.base if run.is_repair else None
    run.figures = {"unplaceable": _told(unplaceable(loaded.instance))}
    run.save(update_fields=["figures"])
    outcome = solve(
        loaded.instance,
        seconds=run.seconds,
        seed=run.seed,
        base=base,
        price=run.price,
        report=heart.report,
    )
    broken = violations(loaded.instance, outcome.solution, base)
    if broken:
        raise Unlawful(dict(broken))
    own = [row for row in outcome.solution.assignments if row not in loaded.standing]
    entries = run.base.entries.all() if run.base else ()
    seats = {(one.candidate_id, one.slot_id): one.seat_id for one in entries}
    keep_plan(
        actor=SYSTEM,
        run=run,
        places=seated([(who, slot) for who, slot, _r in own], loaded.seats, seats),
        mentors=outcome.solution.mentors,
        figures=_figures(loaded, outcome, run),
        at=at,
    )


def _figures(loaded: Loaded, outcome: Outcome, run: SolveRun) -> dict[str, Any]:
    instance, solution = loaded.instance, outcome.solution
    found = figures(instance, solution, loaded.base)
    before = figures(instance, loaded.base) if loaded.base else None
    (target,) = outcome.targets.values()
    return {
        "plan": _numbers(found),
        "before": _numbers(before) if before else None,
        "target": round(target),
        "bound": _bound(loaded, found, loaded.base if run.is_repair else None),
        "changes": _changes(found) if run.is_repair else None,
        "short": _told(shortages(instance, solution)),
        "seconds": round(outcome.seconds, 1),
        "stopped_by": outcome.stopped_by,
    }


def _bound(
    loaded: Loaded, found: Figures, base: Solution | None
) -> Mapping[str, float]:
    least = bound(compiled(loaded.instance), found, base=base)
    return {"coverage": least.coverage, "mad": least.mad}


def _numbers(found: Figures) -> Mapping[str, float]:
    (heat,) = found.rounds
    return {
        "need": found.need,
        "got": found.got,
        "coverage": found.coverage,
        "mad": found.mad,
        "mean": heat.mean,
        "prime_mad": heat.prime_mad,
        "preference": found.preference,
        "room_changes": found.mentor_room_changes,
    }


def _changes(found: Figures) -> Mapping[str, int] | None:
    changes = found.changes
    if changes is None:
        return None
    return {"kept": changes.kept, "removed": changes.removed, "added": changes.added}


def _told(short: list[Shortage]) -> list[dict[str, Any]]:
    return [
        {
            "candidate": one.candidate,
            "placed": one.placed,
            "wanted": one.wanted,
            "reasons": [list(reason) for reason in one.reasons],
            "help": one.help,
        }
        for one in short
    ]
