"""Live rooms, their host places, and when these are open for trials."""

from datetime import date, datetime, time, timedelta

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from candidates.register.models import DirectionCategory
from spark import clock
from spark.audit.guards import tracked
from spark.campuses.models import Base, BilingualName, MatrixTeam
from spark.errors import BY_DATABASE
from spark.plausible import CROWD, DAYS, GAP, SLOT, held, within

BY_DATABASE["slot_room_once"] = "slot-overlaps"
BY_DATABASE["slot_mentor_once"] = "mentor-booked"
BY_DATABASE["slot_with_trials"] = "slot-with-trials"
ROOM_BUSY = _("The room is open at that time already: change that slot instead.")
MENTOR_BUSY = _("The mentor looks after another room at that time.")


# What is due about a room's trials is that of the mentors of its base.
DUTIES_ALONG = pgtrigger.Trigger(
    name="duties_along",
    when=pgtrigger.After,
    operation=pgtrigger.UpdateOf("base_id"),
    func="UPDATE duties_duty SET base_id = NEW.base_id FROM training_trial trial"
    " JOIN training_slot slot ON slot.id = trial.slot_id"
    " WHERE slot.room_id = NEW.id AND duties_duty.subject = 'trial:' || trial.id"
    " AND duties_duty.role = 'mentor' AND duties_duty.closed_at IS NULL; RETURN NULL;",
)


@pgtrigger.register(DUTIES_ALONG)
@tracked(deletion=True)
class LiveRoom(BilingualName):
    """An official room of a base; `category` empty for a room that sells everything."""

    base = models.ForeignKey(
        Base, on_delete=models.PROTECT, related_name="rooms", verbose_name=_("base")
    )
    team = models.ForeignKey(
        MatrixTeam,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="rooms",
        verbose_name=_("matrix team"),
    )
    category = models.ForeignKey(
        DirectionCategory,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("category"),
        help_text=_("Empty for a room that sells everything."),
    )
    opens_at = models.TimeField(_("on air from"), default=time(8))
    closes_at = models.TimeField(
        _("on air until"),
        default=time(23),
        help_text=_("The same time twice is round the clock."),
    )
    slot_minutes = models.PositiveSmallIntegerField(
        _("length of a slot, minutes"),
        default=60,
        validators=within(SLOT),
    )
    gap_minutes = models.PositiveSmallIntegerField(
        _("between two slots, minutes"),
        default=15,
        validators=within(GAP),
    )
    closed_from = models.DateField(
        _("closed for good from"),
        null=True,
        blank=True,
        help_text=_("Empty while the room is in use."),
        validators=within(DAYS),
    )

    class Meta:
        ordering = ["base", "pk"]
        verbose_name = _("live room")
        verbose_name_plural = _("live rooms")
        constraints = [
            held(
                "room_in_bounds", slot_minutes=SLOT, gap_minutes=GAP, closed_from=DAYS
            ),
        ]

    def on_air(self, day: date) -> tuple[datetime, datetime]:
        """Start and end of the on-air hours that begin on that day."""
        return clock.span(day, self.opens_at, self.closes_at)

    def is_open(self, starts: datetime, ends: datetime) -> bool:
        """Whether the on-air hours hold the whole span.

        In a room on air round the clock, spans of a day at most.
        """
        if self.opens_at == self.closes_at:
            return ends - starts <= timedelta(days=1)
        day = clock.day(starts)
        evenings = (self.on_air(day - timedelta(days=n)) for n in (0, 1))
        return any(begins <= starts and ends <= closes for begins, closes in evenings)


@tracked(deletion=True)
class Seat(models.Model):
    """One of a room's host places."""

    room = models.ForeignKey(
        LiveRoom,
        on_delete=models.CASCADE,
        related_name="seats",
        verbose_name=_("live room"),
    )
    number = models.PositiveSmallIntegerField(
        _("number"), choices=[(1, _("Seat 1")), (2, _("Seat 2"))]
    )

    class Meta:
        ordering = ["room", "number"]
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        constraints = [
            models.UniqueConstraint(
                fields=["room", "number"],
                name="seat_once",
                violation_error_message=_("A room has each seat once."),
            ),
            models.CheckConstraint(
                condition=models.Q(number__in=[1, 2]), name="seat_one_or_two"
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)


def bounded(name: str) -> models.CheckConstraint:
    """CHECK: `during` begins and ends, and is not empty."""
    return models.CheckConstraint(
        condition=models.Q(
            during__isempty=False, during__lower_inf=False, during__upper_inf=False
        ),
        name=name,
    )


@pgtrigger.register(
    pgtrigger.Trigger(
        name="fixed_by_trials",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("during", "room_id"),
        condition=pgtrigger.Q(old__during__df=pgtrigger.F("new__during"))
        | pgtrigger.Q(old__room__df=pgtrigger.F("new__room")),
        func="IF EXISTS (SELECT FROM training_trial WHERE slot_id = OLD.id"
        " AND state IN ('planned', 'confirmed', 'live')) THEN"
        " RAISE EXCEPTION 'slot % has trials', OLD.id"
        " USING CONSTRAINT = 'slot_with_trials',"
        " ERRCODE = 'integrity_constraint_violation';"
        " END IF; RETURN NEW;",
    )
)
@tracked(deletion=True, exclude=["starts_at"])
class Slot(models.Model):
    """An open period in a room; its mentor looks after all its seats.

    Where trials are planned in it, they are moved first, by a plan.
    """

    room = models.ForeignKey(
        LiveRoom,
        on_delete=models.PROTECT,
        related_name="slots",
        verbose_name=_("live room"),
    )
    during = DateTimeRangeField(_("time"))
    starts_at = models.GeneratedField(
        expression=Lower("during"),
        output_field=models.DateTimeField(),
        db_persist=True,
    )
    expected_viewers = models.PositiveIntegerField(
        _("expected viewers"),
        help_text=_("For each host of the slot."),
        validators=within(CROWD),
    )
    mentor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="slots",
        verbose_name=_("mentor"),
    )

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = _("slot")
        verbose_name_plural = _("slots")
        constraints = [
            bounded("slot_bounded"),
            ExclusionConstraint(
                name="slot_room_once",
                expressions=[
                    ("room", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                violation_error_message=ROOM_BUSY,
            ),
            ExclusionConstraint(
                name="slot_mentor_once",
                expressions=[
                    ("mentor", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                violation_error_message=MENTOR_BUSY,
            ),
            held("slot_in_bounds", expected_viewers=CROWD),
        ]
        indexes = [models.Index(fields=["starts_at", "id"], name="slot_by_start")]

    def __str__(self) -> str:
        return f"{self.room} · {span(self.during)}"

    def clean(self) -> None:
        """A room's slots lie within the hours it is on air."""
        during = self.during
        if (
            self.room_id
            and during
            and not self.room.is_open(during.lower, during.upper)
        ):
            raise ValidationError(_("The room is not on air at that time."))


def clocks(during) -> tuple[time, time]:
    """Clock times of the start and the end."""
    first, last = (clock.local(end) for end in (during.lower, during.upper))
    return first.time(), last.time()


def span(during) -> str:
    """`2026-11-26 10:00–11:00`."""
    first, last = (clock.local(end) for end in (during.lower, during.upper))
    return f"{first:%Y-%m-%d %H:%M}–{last:%H:%M}"
