"""The enrolment of a candidate in training."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from candidates.register.models import StageRecord, stage_record, still_there
from candidates.register.stages import Stage
from spark.audit.guards import held_together, one_of
from spark.errors import BY_DATABASE
from spark.text import columns
from training.course.stages import Decision, State

BY_DATABASE["enrolment_decision_known"] = "decision-unknown"


@pgtrigger.register(
    held_together(
        "state",
        "decision",
        {
            State.ENROLLED: [""],
            State.LEARNING: [""],
            State.QUALIFIED: [Decision.QUALIFIED],
            State.ELIMINATED: [Decision.ELIMINATED],
        },
    )
)
@stage_record(Stage.TRAINING, "enrolments", drafts=["decision", "decision_reason"])
class Enrolment(StageRecord):
    """Opened from an active internship; closed when the decision is released."""

    state = FSMField(default=State.ENROLLED, choices=State, protected=True)
    decision = models.CharField(
        _("decision"), max_length=12, choices=Decision, blank=True, default=""
    )
    decision_reason = columns.Prose(
        _("reason for the decision"), max_length=300, blank=True, default=""
    )

    class Meta:
        verbose_name = _("enrolment")
        constraints = [
            one_of("state", State, "enrolment_state_known"),
            models.UniqueConstraint(fields=["candidate"], name="enrolment_once"),
            models.CheckConstraint(
                condition=models.Q(decision__in=["", *sorted(Decision.values)]),
                name="enrolment_decision_known",
            ),
            models.CheckConstraint(
                condition=models.Q(decision="") | ~models.Q(decision_reason=""),
                name="enrolment_decision_has_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-id"], name="enrolment_by_state"),
            models.Index(fields=["updated_at", "id"], name="enrolment_by_change"),
        ]

    @property
    def can_be_decided(self) -> bool:
        return self.state == State.COMPETING

    @transition(field=state, source=State.ENROLLED, target=State.LEARNING)
    def start_learning(self) -> None:
        """The course began."""

    @transition(field=state, source=State.LEARNING, target=State.COMPETING)
    def start_competing(self) -> None:
        """Goes on air in trials."""

    @transition(field=state, source=State.COMPETING, target=State.QUALIFIED)
    def qualify(self) -> None:
        """Among those to be signed."""

    @transition(field=state, source=State.COMPETING, target=State.ELIMINATED)
    def eliminate(self) -> None:
        """Not among them."""

    @transition(
        field=state,
        source=[State.ENROLLED, State.LEARNING, State.COMPETING, State.QUALIFIED],
        target=State.DROPPED,
        conditions=[still_there],
    )
    def drop(self) -> None:
        """Left before signing."""

    @transition(field=state, source=State.ELIMINATED, target=State.COMPETING)
    def appeal(self) -> None:
        """The office heard an appeal: competes again."""
