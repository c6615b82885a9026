"""A run of the solver, and what its plan says beside who sits where."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from spark.audit.guards import held_by_database, one_of, tracked
from spark.errors import BY_DATABASE
from spark.plausible import CROWD, Bounds, held, within
from training.studio.models.rooms import Slot
from training.timetable.models.plans import Plan
from training.timetable.stages import RunState
from training.trials.models.campaigns import Round

BY_DATABASE["run_once_per_round"] = "run-going"
LONGEST = 300  # seconds: below the time limits of a task
SECONDS = Bounds(1, LONGEST)


class Opening(models.Model):
    """A slot as a plan has it: who looks after it, and whether it may be changed.

    Nobody is put into a locked slot or taken out of it when planned again.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="openings")
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="openings")
    mentor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    is_locked = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("opening")
        constraints = [
            models.UniqueConstraint(fields=["plan", "slot"], name="opening_once")
        ]


PROGRESS = ["share", "coverage", "mad", "bound_coverage", "bound_mad"]


class Searching(models.Model):
    """How far a search is.

    Args:
        token: of the worker that has it, whose last heartbeat was at `beat_at`.
        share: done so far, 0 to 1; `coverage` and `mad` of the best so far, per cent,
            with what no plan can do better, `bound_coverage` and `bound_mad`.
    """

    token = models.UUIDField(null=True)
    beat_at = models.DateTimeField(null=True)
    share = models.FloatField(default=0)
    coverage = models.FloatField(null=True)
    mad = models.FloatField(null=True)
    bound_coverage = models.FloatField(null=True)
    bound_mad = models.FloatField(null=True)

    class Meta:
        abstract = True


@held_by_database
@tracked(exclude=["beat_at", *PROGRESS])
class SolveRun(FSMModelMixin, Searching):
    """One run of the solver for a round; what it finds becomes a draft.

    Args:
        base: the plan begun with, for what is pinned and locked in it.
        is_repair: the rest of `base` is kept too, as far as it can be.
        price: of a change of `base`, in viewers; by default the solver's.
        figures: of the plan found, with bounds and who is short, and why.
        failure: code of what ended a failed run.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="runs")
    base = models.ForeignKey(
        Plan, null=True, on_delete=models.PROTECT, related_name="repairs"
    )
    is_repair = models.BooleanField(default=False)
    plan = models.OneToOneField(
        Plan, null=True, on_delete=models.PROTECT, related_name="run"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    seconds = models.PositiveSmallIntegerField(_("seconds"), validators=within(SECONDS))
    seed = models.PositiveSmallIntegerField(_("seed"), default=0)
    price = models.PositiveIntegerField(
        _("price of a change, viewers"), null=True, validators=within(CROWD)
    )
    state = FSMField(default=RunState.QUEUED, choices=RunState, protected=True)
    state_since = models.DateTimeField()
    created_at = models.DateTimeField(db_default=Now())
    figures = models.JSONField(default=dict)
    failure = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("solver run")
        ordering = ["-pk"]
        constraints = [
            one_of("state", RunState, "run_state_known"),
            models.UniqueConstraint(
                fields=["round"],
                condition=models.Q(state__in=["queued", "running"]),
                name="run_once_per_round",
            ),
            held("run_in_bounds", seconds=SECONDS, price=CROWD),
        ]

    @property
    def is_going(self) -> bool:
        return self.state in (RunState.QUEUED, RunState.RUNNING)

    @transition(field=state, source=RunState.QUEUED, target=RunState.RUNNING)
    def start(self) -> None:
        """A worker has it."""

    @transition(field=state, source=RunState.RUNNING, target=RunState.SUCCEEDED)
    def succeed(self) -> None:
        """Its plan is a draft now."""

    @transition(
        field=state,
        source=[RunState.QUEUED, RunState.RUNNING],
        target=RunState.FAILED,
    )
    def fail(self) -> None:
        """No plan came of it."""

    @transition(
        field=state,
        source=[RunState.QUEUED, RunState.RUNNING],
        target=RunState.CANCELLED,
    )
    def cancel(self) -> None:
        """Somebody stopped it."""


class SolvePart(Searching):
    """What one task does of a run too large for one: some bases, or all at the end.

    `beat_at` is also when a part was sent that no worker has yet.

    Args:
        bases, people: keys; empty in the last part, which puts the others together.
        target: the traffic that all parts aim at.
        solution: as `Solution.as_json`, once it is done.
    """

    run = models.ForeignKey(SolveRun, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveSmallIntegerField()
    bases = ArrayField(models.BigIntegerField(), default=list)
    people = ArrayField(models.BigIntegerField(), default=list)
    target = models.FloatField()
    solution = models.JSONField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("part of a solver run")
        ordering = ["run", "number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="part_once")
        ]

    @property
    def is_last(self) -> bool:
        return not self.bases
