"""A run of the solver in parts: sent, taken, done, then put together."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from spark import clock, jobs
from spark.accounts.scope import Actor
from spark.audit import trail
from training.timetable.actions.solving import Overtaken
from training.timetable.models import SolvePart, SolveRun
from training.timetable.stages import RunState

APART = 0.9  # of the whole work, before the parts are put together
Share = tuple[Sequence[int], Sequence[int]]  # bases, people


@trail.action("trials.split-run", _("Solver's work shared out"), internal=True)
def split_run(
    *,
    actor: Actor,
    run: SolveRun,
    shares: Sequence[Share],
    target: float,
    at: datetime | None = None,
) -> None:
    """Send each share to a worker, with the traffic they all aim at.

    Raises:
        Overtaken: if the run isn't this worker's any more.
    """
    at = at or clock.now()
    _held(run)
    parts = [
        SolvePart(
            run=run,
            number=number,
            bases=list(bases),
            people=list(people),
            target=target,
            beat_at=at,
        )
        for number, (bases, people) in enumerate(shares, start=1)
    ]
    SolvePart.objects.bulk_create(parts)
    SolvePart.objects.create(run=run, number=len(parts) + 1, target=target)
    for part in parts:
        jobs.enqueue_on_commit("trials.solve_part", pk=part.pk)


def _held(run: SolveRun) -> SolveRun:
    mine = SolveRun.objects.select_for_update().filter(
        pk=run.pk, token=run.token, state=RunState.RUNNING
    )
    held = mine.first()
    if held is None:
        raise Overtaken
    return held


@trail.action("trials.take-part", _("Part taken by a solver"), internal=True)
def take_part(
    *, actor: Actor, part_id: int, token: UUID, at: datetime | None = None
) -> SolvePart | None:
    """Give a part that was sent to the worker of that token; None if another has it."""
    free = SolvePart.objects.filter(
        pk=part_id,
        token=None,
        beat_at__isnull=False,
        run__state=RunState.RUNNING,
    )
    if not free.update(token=token, beat_at=at or clock.now()):
        return None
    return SolvePart.objects.select_related("run__round", "run__base").get(pk=part_id)


def beat_part(
    part: SolvePart, *, at: datetime | None = None, **progress: float | None
) -> None:
    """Renew the lease of a part, and with it that of the run.

    Raises:
        Overtaken: if the part isn't this worker's any more, or the run has ended.
    """
    at = at or clock.now()
    mine = SolvePart.objects.filter(
        pk=part.pk, token=part.token, done_at=None, run__state=RunState.RUNNING
    )
    if not mine.update(beat_at=at, **progress):
        raise Overtaken
    SolveRun.objects.filter(pk=part.run_id, state=RunState.RUNNING).update(
        beat_at=at, **_together(part.run)
    )


def _together(run: SolveRun) -> dict[str, float]:
    """The mean progress of the parts, weighted by people; later the last part's."""
    rows = run.parts.order_by("number").annotate(own=F("people__len"))
    *parts, last = rows.defer("people", "solution")
    people = sum(part.own for part in parts) or 1
    share = sum(part.share * part.own for part in parts) / people
    found = {"share": APART * share + (1 - APART) * last.share}
    for name in ("coverage", "mad", "bound_coverage", "bound_mad"):
        values = [(getattr(part, name), part.own) for part in parts]
        if getattr(last, name) is not None:
            found[name] = getattr(last, name)
        elif all(value is not None for value, _own in values):
            found[name] = sum(value * own for value, own in values) / people
    return found


@trail.action("trials.finish-part", _("Part done by a solver"), internal=True)
def finish_part(
    *, actor: Actor, part: SolvePart, solution: dict, at: datetime | None = None
) -> None:
    """Keep what was found; after the last but one, send the one that puts together.

    Raises:
        Overtaken: if the part isn't this worker's any more, or the run has ended.
    """
    at = at or clock.now()
    run = _held(part.run)
    mine = run.parts.filter(pk=part.pk, token=part.token, done_at=None)
    if not mine.update(solution=solution, done_at=at, beat_at=at, share=1):
        raise Overtaken
    if run.parts.filter(done_at=None).count() == 1:
        last = run.parts.get(done_at=None)
        last.beat_at = at
        last.save(update_fields=["beat_at"])
        jobs.enqueue_on_commit("trials.solve_part", pk=last.pk)
