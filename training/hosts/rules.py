"""What speaks against a candidate coming to a trial, beside the law: lessons, free
times, travel, rest.

Pure: takes facts, returns findings; a `block` refuses, a `warn` passes with a reason.
Words are in `templates/refused/<code>.txt`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Protocol

from candidates.incubation.rules import by_day
from candidates.register.rules import Finding
from training.studio.rules import Span, backwards, joined, minutes

LESSON, COMPLIANCE, LICENCE, FILING = "lesson", "compliance", "licence", "filing"
Time = tuple[str, int, time, time]  # of a week: kind, weekday, from, until


def overlapping(times: Sequence[Time]) -> dict[int, Time]:
    """By index, each time that begins within another of its kind and day, with that."""
    found: dict[int, Time] = {}
    latest: dict[tuple[str, int], Time] = {}
    for place, time_ in sorted(enumerate(times), key=lambda pair: minutes(pair[1][2])):
        before = latest.get(time_[:2])
        if before is not None and not backwards(time_[2], before[3]):
            found[place] = before
        if before is None or minutes(before[3], end=True) < minutes(time_[3], end=True):
            latest[time_[:2]] = time_
    return found


class WeeklyRow(Protocol):
    """A time of the week; what isn't a lesson is a free time."""

    kind: str
    weekday: int
    starts_at: time
    ends_at: time


@dataclass(frozen=True)
class Week:
    """A candidate's week by weekday: lessons, and free times if any were entered."""

    lessons: Mapping[int, list[Span]] = field(default_factory=dict)
    free: Mapping[int, list[Span]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[WeeklyRow]) -> "Week":
        week = cls(defaultdict(list), defaultdict(list))
        for row in rows:
            days = week.lessons if row.kind == LESSON else week.free
            span = minutes(row.starts_at), minutes(row.ends_at, end=True)
            days[row.weekday].append(span)
        return cls(dict(week.lessons), dict(week.free))

    def lesson_minutes(self, weekday: int) -> int:
        return sum(end - start for start, end in joined(self.lessons.get(weekday, ())))

    @property
    def week_minutes(self) -> int:
        return sum(self.lesson_minutes(weekday) for weekday in self.lessons)

    def in_lesson(self, starts: datetime, ends: datetime) -> bool:
        return any(
            start < until and since < end
            for day, since, until in by_day(starts, ends)
            for start, end in self.lessons.get(day.weekday(), ())
        )

    def is_free(self, starts: datetime, ends: datetime) -> bool:
        """Whether free times hold all of it; True if none were entered."""
        return not self.free or all(
            any(
                start <= since and until <= end
                for start, end in joined(self.free.get(day.weekday(), ()))
            )
            for day, since, until in by_day(starts, ends)
        )


class TravelRow(Protocol):
    """What is read of a `Travel`."""

    campus_id: int
    base_id: int
    minutes: int
    weekdays: list[int]


@dataclass(frozen=True)
class Route:
    """From a campus to a base: minutes, and the weekdays one can go."""

    minutes: int
    weekdays: frozenset[int]


NEXT_DOOR = Route(0, frozenset(range(7)))


@dataclass(frozen=True)
class Routes:
    """The routes that were entered, by campus and base.

    A campus with none at all reaches the bases of its own region any day, at no time.
    """

    entered: Mapping[int, Mapping[int, Route]]

    @classmethod
    def of(cls, rows: Iterable[TravelRow]) -> "Routes":
        entered: dict[int, dict[int, Route]] = defaultdict(dict)
        for row in rows:
            route = Route(row.minutes, frozenset(row.weekdays))
            entered[row.campus_id][row.base_id] = route
        return cls(dict(entered))

    def route(self, campus: int, base: int, *, same_region: bool) -> Route | None:
        """None where nobody of the campus can go."""
        own = self.entered.get(campus)
        if own is not None:
            return own.get(base)
        return NEXT_DOOR if same_region else None


class PermitRow(Protocol):
    """What is read of a `Permit`, of any kind."""

    kind: str
    category_id: int | None
    score: int | None
    reference: str
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True)
class Permits:
    """What one candidate has on file, valid on one day."""

    rows: tuple[PermitRow, ...]

    @classmethod
    def on(cls, day: date, rows: Iterable[PermitRow]) -> "Permits":
        return cls(tuple(row for row in rows if _valid(row, day)))

    @property
    def test_score(self) -> int | None:
        """The best of the compliance tests."""
        scores = [row.score or 0 for row in self.rows if row.kind == COMPLIANCE]
        return max(scores, default=None)

    @property
    def filing(self) -> str:
        """The number of a filing with the supervising authority."""
        return next((row.reference for row in self.rows if row.kind == FILING), "")

    def licensed(self, category: int | None) -> bool:
        return any(
            row.kind == LICENCE and row.category_id == category for row in self.rows
        )


def _valid(row: PermitRow, day: date) -> bool:
    until = row.valid_until
    return row.valid_from <= day and (until is None or day <= until)


@dataclass(frozen=True)
class Coming:
    """One person coming to one trial.

    Args:
        starts, ends: in China's time.
        rest: to the nearest of their other trials, if there is one.
    """

    starts: datetime
    ends: datetime
    week: Week
    route: Route | None
    rest: timedelta | None
    rest_hours: int


def may_come(coming: Coming) -> list[Finding]:
    """The findings against it, those that block first."""
    facts: dict[str, object] = {
        "day": coming.starts.date(),
        "starts": f"{coming.starts:%H:%M}",
        "ends": f"{coming.ends:%H:%M}",
    }
    found: list[Finding] = []
    if coming.week.in_lesson(coming.starts, coming.ends):
        found.append(Finding("host-in-lesson", "block", "", facts))
    if not coming.week.is_free(coming.starts, coming.ends):
        found.append(Finding("host-not-free", "warn", "", facts))
    if coming.route is None or coming.starts.weekday() not in coming.route.weekdays:
        found.append(Finding("host-cannot-come", "warn", "", facts))
    if coming.rest is not None and coming.rest < timedelta(hours=coming.rest_hours):
        hours = max(coming.rest.total_seconds() / 3600, 0)
        rest: dict[str, object] = {"hours": hours, "limit": coming.rest_hours}
        found.append(Finding("host-rest-short", "warn", "", facts | rest))
    return found
