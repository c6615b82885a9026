"""The screening of a candidate."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from candidates.register.models import StageRecord, stage_record, still_there
from candidates.register.stages import Stage
from candidates.screening.stages import Decision, Ground, State, Wanted
from spark.audit.guards import held_together, one_of, remembered
from spark.errors import BY_DATABASE
from spark.text import columns

BY_DATABASE["screening_decision_known"] = "decision-unknown"
DECIDED = ("decision", "decision_ground", "decision_reason", "decided_by")


@pgtrigger.register(
    held_together(
        "state",
        "decision",
        {
            State.WAITING: [""],
            State.PASSED: [Decision.PASSED],
            State.WAITLISTED: [Decision.WAITLISTED],
            State.REJECTED: [Decision.REJECTED],
            State.ROLLED: [Decision.WAITLISTED],
        },
    )
)
@stage_record(
    Stage.SCREENING,
    "screenings",
    drafts=["reviewer", *DECIDED, "waitlist_place"],
    attrs={"decided_by": remembered(settings.AUTH_USER_MODEL)},
)
class Screening(StageRecord):
    """Opened when the batch is called; closed when the decision is released.

    `wanted` and `asked_for` are what was asked for last, by when is its duty's to say.
    `waitlist_place` is given at release, within batch and direction, and stays theirs:
    whoever has the lowest of those still waitlisted is next.
    """

    state = FSMField(default=State.WAITING, choices=State, protected=True)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    wanted = models.CharField(
        _("wanted"),
        max_length=5,
        choices=Wanted,
        blank=True,
        default="",
        db_default="",
    )
    asked_for = columns.Prose(_("asked for"), max_length=300, blank=True)
    decision = models.CharField(
        _("decision"), max_length=12, choices=Decision, blank=True, default=""
    )
    decision_reason = columns.Prose(
        _("reason for the decision"), max_length=300, blank=True, default=""
    )
    decision_ground = models.CharField(
        _("ground of the decision"),
        max_length=12,
        choices=Ground,
        blank=True,
        default="",
        db_default="",
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        db_index=False,  # nobody asks by whom
        related_name="+",
        verbose_name=_("decided by"),
    )
    waitlist_place = models.PositiveSmallIntegerField(_("waitlist place"), null=True)

    class Meta:
        verbose_name = _("screening")
        constraints = [
            one_of("state", State, "screening_state_known"),
            models.UniqueConstraint(fields=["candidate"], name="screening_once"),
            models.CheckConstraint(
                condition=models.Q(decision__in=["", *sorted(Decision.values)]),
                name="screening_decision_known",
            ),
            models.CheckConstraint(
                condition=models.Q(decision="") | ~models.Q(decision_reason=""),
                name="screening_decision_has_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(decision_ground__in=["", *sorted(Ground.values)]),
                name="screening_ground_known",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-id"], name="screening_by_state"),
            models.Index(fields=["updated_at", "id"], name="screening_by_change"),
        ]

    @property
    def can_be_decided(self) -> bool:
        return self.state == State.IN_REVIEW

    @property
    def is_waitlisted(self) -> bool:
        return self.state == State.WAITLISTED

    @transition(field=state, source=State.WAITING, target=State.IN_REVIEW)
    def open_review(self) -> None:
        """A reviewer takes it up."""

    @transition(field=state, source=State.IN_REVIEW, target=State.MORE_ASKED)
    def ask_more(self) -> None:
        """Something is missing to judge."""

    @transition(field=state, source=State.MORE_ASKED, target=State.IN_REVIEW)
    def receive_more(self) -> None:
        """The missing thing came."""

    @transition(
        field=state, source=[State.IN_REVIEW, State.WAITLISTED], target=State.PASSED
    )
    def pass_(self) -> None:
        """Taken."""

    @transition(field=state, source=State.IN_REVIEW, target=State.WAITLISTED)
    def waitlist(self) -> None:
        """Taken if a place falls free."""

    @transition(
        field=state, source=[State.IN_REVIEW, State.WAITLISTED], target=State.REJECTED
    )
    def reject(self) -> None:
        """Not taken this time."""

    @transition(
        field=state,
        source=[
            State.WAITING,
            State.IN_REVIEW,
            State.MORE_ASKED,
            State.WAITLISTED,
            State.PASSED,
        ],
        target=State.WITHDRAWN,
        conditions=[still_there],
    )
    def withdraw(self) -> None:
        """Left before incubation."""

    @transition(field=state, source=State.WAITLISTED, target=State.ROLLED)
    def roll(self) -> None:
        """The batch closed: they are in the next one."""

    @transition(field=state, source=State.REJECTED, target=State.IN_REVIEW)
    def appeal(self) -> None:
        """The office heard an appeal: judged anew."""
