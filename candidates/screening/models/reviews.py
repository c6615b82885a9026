"""Reviews: what one reviewer makes of one candidate, and the marks in it."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from candidates.register.models import CandidateRecord
from candidates.screening.models.cards import Scorecard
from candidates.screening.models.marks import LOCKED_STAYS, NO_DELETE, AnyMark
from candidates.screening.models.screening import Screening
from candidates.screening.stages import PENDING, ReviewState
from spark.audit.guards import held_by_database, one_of, tracked
from spark.errors import BY_DATABASE
from spark.text import columns

BY_DATABASE["review_once"] = "reviewer-had-it"


# What `rules` say of the marks, kept while they are locked: boards sum up no marks.
SCORED = pgtrigger.Trigger(
    name="scored",
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf("state"),
    condition=pgtrigger.AnyChange("state"),
    func="""
        NEW.score = NULL;
        NEW.knocked_out = FALSE;
        IF NEW.state = 'locked' THEN
            SELECT ROUND(SUM(m.value * c.weight) FILTER (WHERE m.value > 0)::numeric
                         / SUM(c.weight) FILTER (WHERE m.value > 0), 2),
                   COALESCE(BOOL_OR(m.value = 1 AND c.knock_out), FALSE)
              INTO NEW.score, NEW.knocked_out
              FROM candidates_mark m
              JOIN candidates_criterion c ON c.id = m.criterion_id
             WHERE m.review_id = NEW.id;
        END IF;
        RETURN NEW;
    """,
)


@pgtrigger.register(SCORED)
@held_by_database
@tracked(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(condition=pghistory.AnyChange("state")),
    fields=[
        *("candidate", "screening", "reviewer", "card", "third"),
        *("state", "note", "reason"),
    ],
    model_name="ReviewEvent",
)
class Review(CandidateRecord):
    """Given to a reviewer, opened by their first mark, locked by their own hand.

    `third` is one asked for because the first two differ; `reason` is why it was
    recused, given to somebody else or opened again. Of what is written while it is
    open, history knows nothing. `score` and `knocked_out` are the database's, from
    lock to reopening.
    """

    screening = models.ForeignKey(
        Screening, on_delete=models.PROTECT, related_name="reviews"
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("reviewer"),
    )
    card = models.ForeignKey(Scorecard, on_delete=models.PROTECT, related_name="+")
    state = FSMField(default=ReviewState.ASSIGNED, choices=ReviewState, protected=True)
    third = models.BooleanField(default=False)
    seconds = models.PositiveIntegerField(default=0)
    note = columns.Prose(_("note"), max_length=500, blank=True, default="")
    reason = columns.Prose(_("reason"), max_length=300, blank=True, default="")
    skipped_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    locked_at = models.DateTimeField(null=True)
    score = models.DecimalField(
        _("score"), max_digits=3, decimal_places=2, null=True, editable=False
    )
    knocked_out = models.BooleanField(default=False, db_default=False, editable=False)

    class Meta:
        verbose_name = _("review")
        constraints = [
            one_of("state", ReviewState, "review_state_known"),
            models.UniqueConstraint(
                fields=["screening", "reviewer"], name="review_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state="locked") ^ models.Q(locked_at=None),
                name="review_locked_when",
            ),
            models.CheckConstraint(
                condition=models.Q(state="locked")
                | models.Q(score=None, knocked_out=False),
                name="review_scored_while_locked",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["recused", "moved"])
                | ~models.Q(reason=""),
                name="review_given_up_has_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["reviewer", "state", "id"], name="review_of_reviewer")
        ]

    @property
    def code(self) -> str:
        """What a candidate is called where their name is hidden."""
        return f"C-{self.screening_id:04d}"

    @property
    def is_pending(self) -> bool:
        return self.state in PENDING

    @transition(field=state, source=ReviewState.ASSIGNED, target=ReviewState.OPEN)
    def open(self) -> None:
        """The first mark is written."""

    @transition(field=state, source=ReviewState.OPEN, target=ReviewState.LOCKED)
    def lock(self) -> None:
        """The reviewer is done, and can't change it any more."""

    @transition(field=state, source=ReviewState.LOCKED, target=ReviewState.OPEN)
    def reopen(self) -> None:
        """The office lets the reviewer correct it."""

    @transition(field=state, source=[*PENDING], target=ReviewState.RECUSED)
    def recuse(self) -> None:
        """The reviewer knows the candidate."""

    @transition(field=state, source=[*PENDING], target=ReviewState.MOVED)
    def give_away(self) -> None:
        """Somebody else reviews instead."""

    @transition(field=state, source=[*PENDING], target=ReviewState.OVER)
    def end(self) -> None:
        """The screening was decided without it."""


@pgtrigger.register(LOCKED_STAYS, NO_DELETE)
@tracked(pghistory.UpdateEvent(condition=pghistory.AnyChange("locked_at")))
class Mark(AnyMark):
    """One number in a review. It comes into history when the review is locked."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="marks")

    class Meta(AnyMark.Meta):
        verbose_name = _("mark")
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="mark_once"),
            models.CheckConstraint(
                condition=models.Q(value=None) | models.Q(value__range=(0, 5)),
                name="mark_from_0_to_5",
            ),
            models.CheckConstraint(
                condition=models.Q(locked_at=None) | models.Q(value__isnull=False),
                name="mark_locked_has_value",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} · {self.criterion_id}"
