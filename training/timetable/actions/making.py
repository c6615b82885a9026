"""From a run's rows to a plan that was found, verified and kept."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from spark import clock
from spark.accounts.scope import SYSTEM
from training.solver import parts, reading
from training.solver.bound import bound
from training.solver.compiling import compiled
from training.solver.explain import Shortage, against_given, shortages, unplaceable
from training.solver.figures import Figures, figures
from training.solver.problem import Solution
from training.solver.progress import Report
from training.solver.solve import Outcome, solve
from training.solver.verify import violations
from training.timetable.actions.keeping import with_passed
from training.timetable.actions.parts import finish_part, split_run
from training.timetable.actions.solving import keep_plan, seated
from training.timetable.load import Loaded, load
from training.timetable.models import SolvePart, SolveRun

LAST = 0.25  # of a run's seconds, for going over what its parts found


class Unlawful(Exception):
    """The solver's plan breaks its own instance: nothing of it may be kept."""


def make_plan(run: SolveRun, report: Report, *, at: datetime | None = None) -> None:
    """Solve a run that was taken, verify what is found, and keep it.

    From `SOLVE_PARTS_FROM` people it is shared out by base instead, unless it repairs
    a plan.

    Raises:
        Unlawful: if the plan breaks a rule of its instance.
        Overtaken: once the run isn't this worker's any more.
    """
    loaded = load(run.round, run.state_since, run.base)
    if run.is_repair:
        loaded = with_passed(loaded, run)
    base = loaded.base if run.is_repair else None
    run.figures = {"unplaceable": _as_figures(unplaceable(loaded.instance))}
    run.save(update_fields=["figures"])
    is_large = len(loaded.instance.candidates) >= settings.SOLVE_PARTS_FROM
    shares = parts.parts(loaded.instance) if is_large and base is None else []
    if len(shares) > 1:
        (target,) = parts.targets(loaded.instance).values()
        given = [(sorted(share.bases), share.people) for share in shares]
        split_run(actor=SYSTEM, run=run, shares=given, target=target)
        return
    outcome = solve(
        loaded.instance,
        seconds=run.seconds,
        seed=run.seed,
        base=base,
        price=run.price,
        report=report,
    )
    _keep(run, loaded, outcome, base, at)


def make_part(part: SolvePart, report: Report) -> None:
    """Solve one part of the instance; raises as `make_plan`."""
    run = part.run
    loaded = load(run.round, run.state_since, run.base)
    share = parts.Part(frozenset(part.bases), tuple(part.people))
    outcome = solve(
        parts.restricted(loaded.instance, share),
        seconds=run.seconds,
        seed=run.seed + part.number,
        targets={run.round_id: part.target},
        report=report,
    )
    finish_part(actor=SYSTEM, part=part, solution=outcome.solution.as_json())


def put_together(part: SolvePart, report: Report) -> None:
    """Go over what the other parts found, across the bases; raises as `make_plan`.

    What is not lawful any more, because something was changed since, is left out.
    """
    run = part.run
    loaded = load(run.round, run.state_since, run.base)
    rows = run.parts.exclude(pk=part.pk).values_list("solution", flat=True)
    found = [reading.solution(row) for row in rows if row]
    outcome = solve(
        loaded.instance,
        seconds=run.seconds * LAST,
        seed=run.seed,
        base=parts.merged(found),
        price=0,
        targets={run.round_id: part.target},
        report=report,
    )
    _keep(run, loaded, outcome, None, None)


def _keep(
    run: SolveRun,
    loaded: Loaded,
    outcome: Outcome,
    base: Solution | None,
    at: datetime | None,
) -> None:
    broken = violations(loaded.instance, outcome.solution, base)
    if broken:
        raise Unlawful(dict(broken))
    own = [row for row in outcome.solution.assignments if row not in loaded.standing]
    entries = run.base.entries.all() if run.base else ()
    seats = {(entry.candidate_id, entry.slot_id): entry.seat_id for entry in entries}
    keep_plan(
        actor=SYSTEM,
        run=run,
        places=seated([(who, slot) for who, slot, _r in own], loaded.seats, seats),
        mentors=outcome.solution.mentors,
        figures=_figures(loaded, outcome, run),
        at=at or clock.now(),
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
        "short": _as_figures(shortages(instance, solution)),
        "given": [
            {"candidate": against.candidate, "slot": against.slot, "code": against.code}
            for against in against_given(instance, loaded.base)
        ],
        "seconds": round(outcome.seconds, 1),
        "stopped_by": outcome.stopped_by,
    }


def _bound(
    loaded: Loaded, found: Figures, base: Solution | None
) -> Mapping[str, float]:
    least = bound(compiled(loaded.instance), found, base=base)
    return {"coverage": least.coverage, "mad": least.mad}


def _numbers(found: Figures) -> Mapping[str, float]:
    (round_,) = found.rounds
    return {
        "need": found.need,
        "got": found.got,
        "coverage": found.coverage,
        "mad": found.mad,
        "mean": round_.mean,
        "prime_mad": round_.prime_mad,
        "preference": found.preference,
        "room_changes": found.mentor_room_changes,
    }


def _changes(found: Figures) -> Mapping[str, int] | None:
    changes = found.changes
    if changes is None:
        return None
    return {"kept": changes.kept, "removed": changes.removed, "added": changes.added}


def _as_figures(short: list[Shortage]) -> list[dict[str, Any]]:
    return [
        {
            "candidate": shortage.candidate,
            "placed": shortage.placed,
            "wanted": shortage.wanted,
            "reasons": [list(reason) for reason in shortage.reasons],
            "help": shortage.help,
        }
        for shortage in short
    ]
