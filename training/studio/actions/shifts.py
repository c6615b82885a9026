"""When mentors are at a base."""

from collections.abc import Sequence
from datetime import date, time, timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext_lazy as _

from spark import clock
from spark.accounts.models import User
from spark.accounts.verbs import verb
from spark.campuses.models import Base
from spark.errors import Refused
from training.studio.access import OFFICE, SHIFTS
from training.studio.models import Shift
from training.studio.queries import mentors_at

WEEK = timedelta(days=7)
LONGEST = timedelta(days=366)  # a repetition


@verb(SHIFTS, roles=OFFICE, label=_("Shifts entered"), detail=False, internal=True)
def add_shifts(
    *,
    mentor: User,
    base: Base,
    day: date,
    starts: time,
    ends: time,
    until: date | None = None,
) -> list[Shift]:
    """Enter a shift, or one every week from `day` to `until`; all of them or none.

    Args:
        ends: if not later than `starts`, on the next day.

    Raises:
        Refused: mentor-not-there, shifts-too-far; shift-overlaps, with another shift.
    """
    if not mentors_at(base).filter(pk=mentor.pk).exists():
        facts = {"mentor": str(mentor), "base": str(base)}
        raise Refused("mentor-not-there", status=422, **facts)
    last = until or day
    if not day <= last <= day + LONGEST:
        raise Refused("shifts-too-far", status=422)
    weeks = (last - day) // WEEK + 1
    return Shift.objects.bulk_create(
        Shift(mentor=mentor, base=base, during=during_of(day + n * WEEK, starts, ends))
        for n in range(weeks)
    )


def during_of(day: date, starts: time, ends: time) -> DateTimeTZRange:
    """The time of a shift; one that ends no later than it starts goes over midnight."""
    return DateTimeTZRange(*clock.span(day, starts, ends))


@verb(SHIFTS, roles=OFFICE, label=_("Shifts removed"), internal=True)
def remove_shifts(shifts: Sequence[Shift]) -> None:
    """Take shifts away; slots the mentor looks after already keep them."""
    for shift in shifts:
        shift.delete()
