"""The plans of a round: versions of its timetable."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from candidates.register.models import Candidate
from spark.audit.guards import held_by_database, one_of, tracked
from spark.errors import BY_DATABASE
from training.studio.models.rooms import Seat, Slot
from training.timetable.stages import PlanState
from training.trials.models.campaigns import Round

BY_DATABASE["plan_seat_once"] = "seat-taken"
BY_DATABASE["plan_candidate_once_per_slot"] = "person-booked"
BY_DATABASE["plan_published_once"] = "plan-overtaken"


@held_by_database
@tracked()
class Plan(FSMModelMixin, models.Model):
    """A version of a round's timetable: who is on which seat in the slots to come.

    `based_on` is the plan that was published when this one was drafted: if another is
    by now, this one would undo it and can't be published.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="plans")
    number = models.PositiveSmallIntegerField()
    based_on = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="+"
    )
    state = FSMField(default=PlanState.DRAFT, choices=PlanState, protected=True)
    state_since = models.DateTimeField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("plan")
        constraints = [
            one_of("state", PlanState, "plan_state_known"),
            models.UniqueConstraint(fields=["round", "number"], name="plan_once"),
            models.UniqueConstraint(
                fields=["round"],
                condition=models.Q(state="published"),
                name="plan_published_once",
            ),
        ]

    def __str__(self) -> str:
        words = _("%(round)s · plan %(number)d")
        return str(words) % {"round": self.round, "number": self.number}

    @property
    def is_draft(self) -> bool:
        return self.state == PlanState.DRAFT

    @transition(field=state, source=PlanState.DRAFT, target=PlanState.PUBLISHED)
    def publish(self) -> None:
        """It is the timetable now."""

    @transition(field=state, source=PlanState.PUBLISHED, target=PlanState.SUPERSEDED)
    def supersede(self) -> None:
        """A later plan is published."""

    @transition(field=state, source=PlanState.DRAFT, target=PlanState.DISCARDED)
    def discard(self) -> None:
        """Never to be published."""


class Entry(models.Model):
    """A candidate on a seat in a slot, as a plan has it; pinned if it is to stay so."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="entries")
    candidate = models.ForeignKey(
        Candidate, on_delete=models.PROTECT, related_name="entries"
    )
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="entries")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="entries")
    is_pinned = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("entry")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "slot", "seat"], name="plan_seat_once"
            ),
            models.UniqueConstraint(
                fields=["plan", "candidate", "slot"],
                name="plan_candidate_once_per_slot",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate.person} · {self.slot}"
