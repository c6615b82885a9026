"""The competition of a batch: its rounds, and the plans of a round."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from candidates.register.models import Batch, Candidate
from spark.audit.guards import held_by_database, one_of, tracked
from spark.campuses.models import BilingualName
from spark.errors import BY_DATABASE
from training.trials.models.rooms import Seat, Slot
from training.trials.stages import PlanState

BY_DATABASE["plan_seat_once"] = "seat-taken"
BY_DATABASE["plan_candidate_once_per_slot"] = "person-booked"
BY_DATABASE["plan_published_once"] = "plan-overtaken"
ENDS_FIRST = _("It ends on or after its first day.")


@tracked()
class Campaign(BilingualName):
    """The trial-broadcast competition of a batch."""

    batch = models.ForeignKey(
        Batch,
        on_delete=models.PROTECT,
        related_name="campaigns",
        verbose_name=_("batch"),
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="campaign_ends_after_start",
                violation_error_message=ENDS_FIRST,
            )
        ]


@tracked()
class Round(models.Model):
    """Everybody gets `trials_each` trials; `cut` go on, if there is a cut.

    Ranked is who has at least `minimum_trials`. Once closed, plans and results stay.
    """

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="rounds"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    trials_each = models.PositiveSmallIntegerField(_("trials each"), default=2)
    minimum_trials = models.PositiveSmallIntegerField(
        _("fewest trials to be ranked"), default=3
    )
    cut = models.PositiveIntegerField(_("how many go on"), null=True, blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    rest_hours = models.PositiveSmallIntegerField(
        _("hours between two trials"),
        default=12,
        help_text=_("The least between the end of a trial and the next one's start."),
    )
    products = models.TextField(
        _("products"),
        blank=True,
        help_text=_("One a line: what everybody in the round presents."),
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["campaign", "number"]
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="round_once"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="round_ends_after_start",
                violation_error_message=ENDS_FIRST,
            ),
            models.CheckConstraint(
                condition=models.Q(trials_each__gte=1), name="round_has_trials"
            ),
        ]

    def __str__(self) -> str:
        words = _("%(campaign)s · round %(number)d")
        return str(words) % {"campaign": self.campaign, "number": self.number}

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


@held_by_database
@tracked()
class Plan(FSMModelMixin, models.Model):
    """A version of a round's timetable: what is to come, who sits where.

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
