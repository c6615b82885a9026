"""The incubation of a candidate: internship and its papers."""

from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from candidates.incubation.stages import State
from candidates.register.models import StageRecord, stage_record, still_there
from candidates.register.stages import Stage
from spark.audit.guards import one_of, remembered
from spark.campuses.models import Base
from spark.plausible import DAYS, MONTHLY_PAY, YEAR, Span, held, within
from spark.text import columns

LASTS = Span(
    "starts_on", "ends_on", 2 * YEAR, _("An internship lasts two years at most.")
)


def outlives_its_need(record: Any) -> bool:
    """Whether the candidate left, or is past training, which needs an internship."""
    need = (Stage.INCUBATION, Stage.TRAINING)
    return record.candidate.stage not in need


def needs_another(record: Any) -> bool:
    """Whether the candidate is in training, and so on air, after it ended."""
    return record.candidate.stage == Stage.TRAINING


@stage_record(
    Stage.INCUBATION, "incubations", attrs={"base": remembered("campuses.Base")}
)
class Incubation(StageRecord):
    """Often outlives its stage: an internship runs on through training."""

    state = FSMField(default=State.PAPERWORK, choices=State, protected=True)
    starts_on = models.DateField(
        _("internship starts"), null=True, blank=True, validators=within(DAYS)
    )
    ends_on = models.DateField(
        _("internship ends"), null=True, blank=True, validators=within(DAYS)
    )
    agreement_on = models.DateField(
        _("three-party agreement signed"),
        null=True,
        blank=True,
        validators=within(DAYS),
    )
    consent_on = models.DateField(
        _("consent of student and parent signed"),
        null=True,
        blank=True,
        validators=within(DAYS),
    )
    policy_number = columns.Line(_("policy number"), max_length=60, blank=True)
    insured_until = models.DateField(
        _("insured until"), null=True, blank=True, validators=within(DAYS)
    )
    mentor_name = columns.Name(_("mentor of the host"), max_length=60, blank=True)
    teacher_name = columns.Name(_("guiding teacher"), max_length=60, blank=True)
    base = models.ForeignKey(
        Base,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,  # by the one below
        verbose_name=_("training base"),
    )
    pay_fen = models.PositiveIntegerField(
        _("pay per month, in yuan"),
        null=True,
        blank=True,
        validators=within(MONTHLY_PAY),
    )
    post_pay_fen = models.PositiveIntegerField(
        _("probation pay of the same post per month, in yuan"),
        null=True,
        blank=True,
        validators=within(MONTHLY_PAY),
    )

    class Meta:
        verbose_name = _("incubation")
        constraints = [
            one_of("state", State, "incubation_state_known"),
            models.UniqueConstraint(fields=["candidate"], name="incubation_once"),
            held(
                "incubation_in_bounds",
                starts_on=DAYS,
                ends_on=DAYS,
                agreement_on=DAYS,
                consent_on=DAYS,
                insured_until=DAYS,
                pay_fen=MONTHLY_PAY,
                post_pay_fen=MONTHLY_PAY,
            ),
            LASTS.held("incubation_lasts"),
        ]
        indexes = [
            models.Index(fields=["state", "-id"], name="incubation_by_state"),
            models.Index(fields=["updated_at", "id"], name="incubation_by_change"),
            models.Index(fields=["base", "state"], name="incubation_at_base"),
        ]

    def clean(self) -> None:
        LASTS.check(vars(self))

    @property
    def is_dropped(self) -> bool:
        return self.state == State.DROPPED

    def lasts_on(self, day: date) -> bool:
        """Neither ended nor past its last day; it may be suspended."""
        running = self.state in (State.ACTIVE, State.SUSPENDED)
        return running and self.ends_on is not None and day <= self.ends_on

    @transition(field=state, source=State.PAPERWORK, target=State.ACTIVE)
    def activate(self) -> None:
        """All papers are on file."""

    @transition(field=state, source=State.ACTIVE, target=State.SUSPENDED)
    def suspend(self) -> None:
        """Stops for a while; no trials meanwhile."""

    @transition(field=state, source=State.SUSPENDED, target=State.ACTIVE)
    def resume(self) -> None:
        """Goes on."""

    @transition(field=state, source=State.ACTIVE, target=State.COMPLETED)
    def complete(self) -> None:
        """The internship ended."""

    @transition(
        field=state,
        source=[State.PAPERWORK, State.ACTIVE, State.SUSPENDED],
        target=State.DROPPED,
        conditions=[still_there],
    )
    def drop(self) -> None:
        """Left before training."""

    @transition(
        field=state,
        source=[State.ACTIVE, State.SUSPENDED],
        target=State.DROPPED,
        conditions=[outlives_its_need],
    )
    def break_off(self) -> None:
        """Ended early, the candidate being out of training."""

    @transition(
        field=state,
        source=[State.COMPLETED, State.DROPPED],
        target=State.ACTIVE,
        conditions=[needs_another],
    )
    def take_up_again(self) -> None:
        """New papers are on file for somebody who competes again, or still."""
