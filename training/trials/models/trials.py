"""A trial once published."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import (
    ArrayField,
    DateTimeRangeField,
    RangeOperators,
)
from django.db import connection, models
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from candidates.register.models import CAMPUS, UPDATED, CandidateRecord, Person
from spark.audit.guards import held_by_database, one_of, tracked
from spark.changes.announcing import announced
from spark.errors import BY_DATABASE
from training.studio.models.rooms import Seat, Slot, bounded
from training.trials.models.campaigns import Round
from training.trials.stages import HOLDING, MOVABLE, TrialState

CONFIRM_BEFORE = timedelta(hours=24)
SEAT_ONCE, PERSON_ONCE = "trial_seat_once", "trial_person_once"
BY_DATABASE[SEAT_ONCE] = "seat-taken"
BY_DATABASE[PERSON_ONCE] = "person-booked"


def alone(field: str, name: str) -> ExclusionConstraint:
    """EXCLUDE: no two trials that hold their place overlap with the same `field`.

    Checked at the end of a statement, so that one statement may swap two trials.
    """
    return ExclusionConstraint(
        name=name,
        expressions=[
            (field, RangeOperators.EQUAL),
            ("during", RangeOperators.OVERLAPS),
        ],
        condition=models.Q(state__in=HOLDING),
        deferrable=models.Deferrable.IMMEDIATE,
    )


def _codes() -> ArrayField:
    return ArrayField(
        models.CharField(max_length=40), default=list, db_default=[], editable=False
    )


@contextmanager
def seats_and_people_last() -> Iterator[None]:
    """Within a transaction: trials may overlap until the end of the block.

    Raises:
        IntegrityError: at the end, if they do.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS {SEAT_ONCE}, {PERSON_ONCE} DEFERRED")
        yield
        cursor.execute(f"SET CONSTRAINTS {SEAT_ONCE}, {PERSON_ONCE} IMMEDIATE")


# Calendars know by it which of two states of a trial is the later: whatever an update
# says, it rises by one when the trial goes elsewhere, and else stays.
COUNTED_MOVES = pgtrigger.Trigger(
    name="counted_moves",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    func="NEW.sequence = OLD.sequence"
    " + (ROW(NEW.seat_id, NEW.during, NEW.state)"
    " IS DISTINCT FROM ROW(OLD.seat_id, OLD.during, OLD.state))::int;"
    " RETURN NEW;",
)


@pgtrigger.register(UPDATED, COUNTED_MOVES)
@announced("trials", CAMPUS)
@held_by_database
@tracked(exclude=["starts_at", "against", "sequence", "updated_at"])
class Trial(CandidateRecord):
    """One person on one seat; made, moved and called off by publishing plans.

    `person` is the candidate's, kept by a trigger when two persons turn out to be one;
    `during` is the slot's, which can't change while the trial is to come.

    Args:
        passed: codes of what warned of it and was let pass, with a reason.
        against: codes of what stands against it since, for the office to replan.
        sequence: how often its time, its seat or its state has changed.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="trials")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="trials")
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="trials")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="trials")
    during = DateTimeRangeField(_("time"))
    starts_at = models.GeneratedField(
        expression=Lower("during"),
        output_field=models.DateTimeField(),
        db_persist=True,
    )
    went_live_at = models.DateTimeField(_("on air since"), null=True, blank=True)
    ended_at = models.DateTimeField(_("off air since"), null=True, blank=True)
    passed = _codes()
    against = _codes()
    sequence = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    updated_at = models.DateTimeField(db_default=Now(), editable=False)
    state = FSMField(default=TrialState.PLANNED, choices=TrialState, protected=True)

    class Meta:
        verbose_name = _("trial")
        constraints = [
            one_of("state", TrialState, "trial_state_known"),
            bounded("trial_bounded"),
            alone("seat", SEAT_ONCE),
            alone("person", PERSON_ONCE),
        ]
        indexes = [
            models.Index(fields=["starts_at", "id"], name="trial_by_start"),
            models.Index(fields=["updated_at", "id"], name="trial_by_change"),
            models.Index(fields=["state", "starts_at"], name="trial_by_state"),
        ]

    @property
    def confirm_by(self) -> datetime:
        """By when the college says whether they come."""
        return self.during.lower - CONFIRM_BEFORE

    @property
    def seconds(self) -> int:
        """How long it is on air, as planned: whoever starts it may press late."""
        return int((self.during.upper - self.during.lower).total_seconds())

    @property
    def is_movable(self) -> bool:
        return self.state in MOVABLE

    def is_short(self, at: datetime) -> bool:
        """Would it end then before half of the time it was planned for?"""
        began = self.went_live_at or self.during.lower
        return at - began < (self.during.upper - self.during.lower) / 2

    @property
    def can_have_result(self) -> bool:
        return self.state == TrialState.FINISHED and self.round.is_open

    @transition(field=state, source=TrialState.PLANNED, target=TrialState.CONFIRMED)
    def confirm(self) -> None:
        """The candidate will come."""

    @transition(field=state, source=TrialState.CONFIRMED, target=TrialState.PLANNED)
    def ask_again(self) -> None:
        """A plan moved it to another slot, so what was confirmed no longer holds."""

    @transition(field=state, source=TrialState.CONFIRMED, target=TrialState.LIVE)
    def go_live(self) -> None:
        """On air."""

    @transition(field=state, source=TrialState.LIVE, target=TrialState.CONFIRMED)
    def take_back(self) -> None:
        """It wasn't on air: the start was pressed by mistake."""

    @transition(field=state, source=TrialState.LIVE, target=TrialState.FINISHED)
    def finish(self) -> None:
        """Off air, as planned."""

    @transition(field=state, source=TrialState.LIVE, target=TrialState.ABORTED)
    def abort(self) -> None:
        """Off air, for something that happened."""

    @transition(field=state, source=MOVABLE, target=TrialState.CANCELLED)
    def cancel(self) -> None:
        """Called off beforehand."""

    @transition(field=state, source=MOVABLE, target=TrialState.NO_SHOW)
    def no_show(self) -> None:
        """The candidate wasn't there."""
