"""Runs of the solver whose worker or message was lost."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from spark import clock, jobs
from spark.accounts.scope import Actor
from spark.audit import trail
from training.timetable.actions.solving import move
from training.timetable.models import SolvePart, SolveRun
from training.timetable.stages import RunState

SILENT = timedelta(seconds=30)  # after it, a worker counts as lost
UNSEEN = timedelta(minutes=2)  # after it, what no worker has taken is sent again


@trail.action("trials.sweep-runs", _("Lost solvers ended"), internal=True)
def sweep_runs(*, actor: Actor, at: datetime | None = None) -> int:
    """End runs of which a worker is silent; send again what no worker took.

    Returns how many were ended.
    """
    at = at or clock.now()
    rows = SolveRun.objects.select_for_update(skip_locked=True)
    silent = list(rows.filter(_silent(at), state=RunState.RUNNING))
    for run in silent:
        run.failure = "run-silent"
        move(run, SolveRun.fail, at)
    late = Q(beat_at__lt=at - UNSEEN)
    for run in rows.filter(late, state=RunState.QUEUED):
        run.beat_at = at
        run.save(update_fields=["beat_at"])
        jobs.enqueue_on_commit("trials.solve_round", pk=run.pk)
    waiting = SolvePart.objects.select_for_update(skip_locked=True, of=("self",))
    for part in waiting.filter(late, token=None, run__state=RunState.RUNNING):
        part.beat_at = at
        part.save(update_fields=["beat_at"])
        jobs.enqueue_on_commit("trials.solve_part", pk=part.pk)
    return len(silent)


def _silent(at: datetime) -> Q:
    """Runs without a recent heartbeat of their worker, or of one that has a part."""
    parts = SolvePart.objects.filter(run=OuterRef("pk"))
    taken = parts.filter(done_at=None, token__isnull=False)
    lost = Exists(taken.filter(beat_at__lt=at - SILENT))
    return Q(~Exists(parts), beat_at__lt=at - SILENT) | Q(lost)
