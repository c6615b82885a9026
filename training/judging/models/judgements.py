"""What one judge makes of one trial, and the marks in it."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from candidates.register.models import CandidateRecord
from candidates.screening.models import Scorecard
from candidates.screening.models.marks import LOCKED_STAYS, NO_DELETE, AnyMark
from spark.audit.guards import held_by_database, one_of, tracked
from spark.errors import BY_DATABASE
from spark.text import columns
from training.judging.stages import PENDING, JudgementState
from training.trials.models import Trial

BY_DATABASE["judgement_once"] = "judge-had-it"


@held_by_database
@tracked(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(condition=pghistory.AnyChange("state")),
    fields=["candidate", "trial", "judge", "card", "state", "note", "reason"],
    model_name="JudgementEvent",
)
class Judgement(CandidateRecord):
    """Given to a judge, opened by their first mark, locked by their own hand.

    Of what is written while it is open, history knows nothing. What a phone sends late
    or twice is told by `device` and `sequence`, which only grows: nothing older is
    written over what is newer.

    Args:
        reason: why it was recused, taken, closed without it, or opened again.
    """

    trial = models.ForeignKey(
        Trial, on_delete=models.PROTECT, related_name="judgements"
    )
    judge = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("judge"),
    )
    card = models.ForeignKey(Scorecard, on_delete=models.PROTECT, related_name="+")
    state = FSMField(
        default=JudgementState.ASSIGNED, choices=JudgementState, protected=True
    )
    note = columns.Prose(_("note"), max_length=500, blank=True, default="")
    reason = columns.Prose(_("reason"), max_length=300, blank=True, default="")
    device = models.CharField(max_length=40, blank=True, default="")
    sequence = models.PositiveBigIntegerField(default=0)
    locked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("judge's card")
        constraints = [
            one_of("state", JudgementState, "judgement_state_known"),
            models.UniqueConstraint(fields=["trial", "judge"], name="judgement_once"),
            models.CheckConstraint(
                condition=models.Q(state="locked") ^ models.Q(locked_at=None),
                name="judgement_locked_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["recused", "taken", "over"])
                | ~models.Q(reason=""),
                name="judgement_given_up_has_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["judge", "state", "id"], name="judgement_of_judge")
        ]

    @property
    def is_pending(self) -> bool:
        return self.state in PENDING

    @transition(field=state, source=JudgementState.ASSIGNED, target=JudgementState.OPEN)
    def open(self) -> None:
        """The first mark is written."""

    @transition(field=state, source=JudgementState.OPEN, target=JudgementState.LOCKED)
    def lock(self) -> None:
        """The judge is done, and can't change it any more."""

    @transition(field=state, source=JudgementState.LOCKED, target=JudgementState.OPEN)
    def reopen(self) -> None:
        """The office lets the judge correct it."""

    @transition(field=state, source=[*PENDING], target=JudgementState.RECUSED)
    def recuse(self) -> None:
        """The judge knows the candidate, or can't come."""

    @transition(field=state, source=[*PENDING], target=JudgementState.TAKEN)
    def take(self) -> None:
        """The office takes it from the judge, or the trial is called off."""

    @transition(field=state, source=[*PENDING], target=JudgementState.OVER)
    def end(self) -> None:
        """The office closed judging without it."""


@pgtrigger.register(LOCKED_STAYS, NO_DELETE)
@tracked(pghistory.UpdateEvent(condition=pghistory.AnyChange("locked_at")))
class JudgeMark(AnyMark):
    """One number on a judge's card; in history once the card is locked."""

    judgement = models.ForeignKey(
        Judgement, on_delete=models.PROTECT, related_name="marks"
    )

    class Meta(AnyMark.Meta):
        verbose_name = _("judge's mark")
        constraints = [
            models.UniqueConstraint(
                fields=["judgement", "criterion"], name="judge_mark_once"
            ),
            models.CheckConstraint(
                condition=models.Q(value=None) | models.Q(value__range=(0, 5)),
                name="judge_mark_from_0_to_5",
            ),
            models.CheckConstraint(
                condition=models.Q(locked_at=None) | models.Q(value__isnull=False),
                name="judge_mark_locked_has_value",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.judgement_id} · {self.criterion_id}"
