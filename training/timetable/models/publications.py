"""A large plan judged or published by a job."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from spark.audit.guards import held_by_database, one_of, tracked
from spark.errors import BY_DATABASE
from training.timetable.models.plans import Plan
from training.timetable.stages import RunState

BY_DATABASE["publication_once_per_plan"] = "publication-going"
GOING = [RunState.QUEUED, RunState.RUNNING]


@held_by_database
@tracked(exclude=["beat_at", "done", "count", "found"])
class Publication(FSMModelMixin, models.Model):
    """One look at what publishing a plan would do, or publishing it, by a job.

    Args:
        is_final: it publishes, if the changes are still those of the digest `seen`.
        token: of the worker that has it, whose last sign of life was at `beat_at`.
        done: entries judged so far, of `count`.
        found: of a look, the changes and what stands against them; of a refusal, its
            facts. Names are in it, so it is kept for a day alone.
        failure: code of what ended it.
    """

    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, related_name="publications"
    )
    is_final = models.BooleanField()
    seen = models.CharField(max_length=16, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    token = models.UUIDField(null=True)
    beat_at = models.DateTimeField()
    done = models.PositiveIntegerField(default=0)
    count = models.PositiveIntegerField(default=0)
    found = models.JSONField(default=dict)
    failure = models.CharField(max_length=40, blank=True)
    state = FSMField(default=RunState.QUEUED, choices=RunState, protected=True)
    state_since = models.DateTimeField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("publication")
        ordering = ["-pk"]
        constraints = [
            one_of("state", RunState, "publication_state_known"),
            models.UniqueConstraint(
                fields=["plan"],
                condition=models.Q(state__in=["queued", "running"]),
                name="publication_once_per_plan",
            ),
        ]

    @property
    def is_going(self) -> bool:
        return self.state in GOING

    @transition(field=state, source=RunState.QUEUED, target=RunState.RUNNING)
    def start(self) -> None:
        """A worker has it."""

    @transition(field=state, source=RunState.RUNNING, target=RunState.SUCCEEDED)
    def succeed(self) -> None:
        """The look is there, or the plan is published."""

    @transition(field=state, source=GOING, target=RunState.FAILED)
    def fail(self) -> None:
        """Nothing was changed."""
