"""A week at a base: who is on shift when, and whether that does for its slots."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from spark import clock
from spark.accounts.models import User
from spark.accounts.templatetags.spark_ui import moment
from spark.campuses.models import Base
from training.studio.models import Shift
from training.studio.queries import mentors_at, shifts
from training.studio.rules import until

DAY, WEEK = timedelta(days=1), timedelta(days=7)
Span = tuple[datetime, datetime]


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def begins_on(shift: Shift) -> date:
    return clock.day(shift.during.lower)


def clock_of(shift: Shift) -> str:
    """`20:00–24:00`; with its day the end of one that is longer than a day."""
    first, last = (clock.local(end) for end in (shift.during.lower, shift.during.upper))
    ends = until(last.time()) if last - first <= DAY else moment(last)
    return f"{first:%H:%M}–{ends}"


@dataclass(frozen=True)
class Coverage:
    """A day's slots and mentors.

    Args:
        bare: slots during which at some time nobody is on shift.
        most: mentors on shift at the busiest moment.
    """

    day: date
    slots: int
    bare: int
    most: int


@dataclass
class Row:
    """A mentor's shifts by the days they begin on; `left` who is mentor no longer."""

    mentor: User
    days: list[tuple[date, list[Shift]]]
    left: bool


class Staffing:
    """All that the page shows of a base's week, in three queries."""

    def __init__(self, user: User, base: Base, monday: date) -> None:
        self.base, self.monday = base, monday
        self.days = [monday + timedelta(days=n) for n in range(7)]
        first, after = clock.midnight(monday), clock.midnight(monday + WEEK)
        # The last night's slots go on into the next day.
        self.shifts = shifts.shifts_in(user, base, first, after + DAY)
        self.slots = shifts.slot_times(base, first, after)
        self.mentors = list(mentors_at(base))

    @property
    def before(self) -> date:
        return self.monday - WEEK

    @property
    def after(self) -> date:
        return self.monday + WEEK

    @cached_property
    def rows(self) -> list[Row]:
        """Every mentor of the base, and whoever else has a shift."""
        found: dict[User, dict[date, list[Shift]]] = {
            mentor: {} for mentor in self.mentors
        }
        for shift in self.shifts:
            if (day := begins_on(shift)) in self.days:
                shift.clock = clock_of(shift)  # type: ignore[attr-defined]
                own = found.setdefault(shift.mentor, {})
                own.setdefault(day, []).append(shift)
        return [
            Row(
                mentor,
                [(day, own.get(day, [])) for day in self.days],
                mentor not in self.mentors,
            )
            for mentor, own in found.items()
        ]

    @cached_property
    def coverage(self) -> list[Coverage]:
        together = list(_joined(_spans(self.shifts)))
        slots: dict[date, int] = defaultdict(int)
        bare: dict[date, int] = defaultdict(int)
        for slot in self.slots:
            day = clock.day(slot.lower)
            slots[day] += 1
            bare[day] += not _lies_in(together, (slot.lower, slot.upper))
        return [
            Coverage(day, slots[day], bare[day], _most(self.shifts, day))
            for day in self.days
        ]


def _spans(rows: Iterable[Shift]) -> Iterator[Span]:
    return ((shift.during.lower, shift.during.upper) for shift in rows)


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """The spans in order, those that touch or overlap joined."""
    begun: Span | None = None
    for first, last in sorted(spans):
        if begun is None or first > begun[1]:
            if begun is not None:
                yield begun
            begun = first, last
        else:
            begun = begun[0], max(begun[1], last)
    if begun is not None:
        yield begun


def _lies_in(together: list[Span], span: Span) -> bool:
    place = bisect_right(together, span[0], key=lambda joined: joined[0])
    return place > 0 and span[1] <= together[place - 1][1]


def _most(rows: Iterable[Shift], day: date) -> int:
    """How many shifts overlap at the day's busiest moment."""
    first, after = clock.midnight(day), clock.midnight(day + DAY)
    steps = sorted(
        step
        for begins, ends in _spans(rows)
        if begins < after and ends > first
        for step in ((max(begins, first), 1), (ends, -1))
    )
    there = most = 0
    for _moment, change in steps:
        there += change
        most = max(most, there)
    return most
