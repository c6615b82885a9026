"""What the dated tables say of a day: rest, holiday, minimum wage, limits of hours.

Nothing is kept between calls: who asks about many days or codes asks once, with
`Days.between`, `limits` or `Limits.of`, and holds the answer.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from spark.campuses.models import (
    SATURDAY,
    Holiday,
    HolidayKind,
    Level,
    LimitCode,
    MinimumWage,
    ProvincialLimit,
    Region,
)


@dataclass(frozen=True)
class Days:
    """The days of a span of time that aren't what their weekday says.

    Args:
        kinds: of all days of the years that the span touches.
    """

    first: date
    last: date
    kinds: Mapping[date, str]

    @classmethod
    def between(cls, first: date, last: date) -> "Days":
        rows = Holiday.objects.filter(day__year__range=(first.year, last.year))
        return cls(first, last, dict(rows.values_list("day", "kind")))

    def is_statutory(self, day: date) -> bool:
        return self._kind(day) == HolidayKind.STATUTORY

    def is_rest_day(self, day: date) -> bool:
        """Nobody has to work: a weekend or holiday, unless swapped for a working day.

        Statutory holidays are among them.
        """
        kind = self._kind(day)
        if kind is None:
            return day.weekday() >= SATURDAY
        return kind != HolidayKind.WORKING

    def years_unknown(self, days: Iterable[date]) -> list[int]:
        """The years of these days of which no line was entered: what their weekdays
        say may be wrong."""
        asked = {day.year for day in days}
        years = set(range(self.first.year, self.last.year + 1))
        return sorted(asked & years - {day.year for day in self.kinds})

    def _kind(self, day: date) -> str | None:
        if not self.first <= day <= self.last:
            raise ValueError(f"{day} is outside {self.first} to {self.last}")
        return self.kinds.get(day)


def years_unknown(days: Iterable[date]) -> list[int]:
    given = sorted(days)
    return Days.between(given[0], given[-1]).years_unknown(given) if given else []


def is_rest_day(day: date) -> bool:
    return Days.between(day, day).is_rest_day(day)


def is_statutory(day: date) -> bool:
    return Days.between(day, day).is_statutory(day)


def minimum_wage(region: Region, day: date) -> int | None:
    """Fen a month in the region, else in its province; None if nothing is entered."""
    rows = MinimumWage.objects.filter(_there(region), valid_from__lte=day)
    # A province's code is lower than its cities': the nearer one comes first.
    return (
        rows.order_by("-region_id", "-valid_from")
        .values_list("monthly_fen", flat=True)
        .first()
    )


@dataclass(frozen=True)
class Limit:
    """A bound, what happens beyond it, and the notice that set it, if not the nation's.

    `value` counts hours, days or percent, or is an hour of the day, as its code says.
    """

    value: int
    level: str
    source: str = ""


# The national rules: 职业学校学生实习管理规定, Art. 10, 17, 18, and 国务院关于职工工作
# 时间的规定. What they bound "in principle" or "generally" is a warning; so are rest
# days, until the text of 2021 is confirmed by the province.
NATIONAL: Mapping[str, Limit] = {
    LimitCode.HOLIDAY_HOURS: Limit(0, Level.BLOCK),
    LimitCode.REST_DAY_HOURS: Limit(0, Level.WARN),
    LimitCode.DAY_HOURS: Limit(8, Level.BLOCK),
    LimitCode.WEEK_HOURS: Limit(40, Level.BLOCK),
    LimitCode.NIGHT_FROM: Limit(22, Level.BLOCK),
    LimitCode.NIGHT_UNTIL: Limit(6, Level.BLOCK),
    LimitCode.INTERNSHIP_DAYS: Limit(183, Level.WARN),
    LimitCode.INTERNS_OF_STAFF: Limit(10, Level.WARN),
    LimitCode.INTERNS_OF_POST: Limit(20, Level.WARN),
    LimitCode.PAY_OF_POST: Limit(80, Level.WARN),
}


def limits(region: Region, day: date) -> dict[str, Limit]:
    """Every limit in force in the region on the day: its own, its province's, else
    the nation's."""
    found = dict(NATIONAL)
    rows = ProvincialLimit.objects.filter(_there(region), valid_from__lte=day)
    for row in rows.order_by("region_id", "valid_from"):
        found[row.code] = Limit(row.value, row.level, row.source)
    return found


@dataclass(frozen=True)
class Limits:
    """`limits` of several regions, read at once for any day."""

    rows: Sequence[ProvincialLimit]

    @classmethod
    def of(cls, regions: Iterable[Region]) -> "Limits":
        known = list(regions)
        there = {region.pk for region in known} | {r.parent_id for r in known}
        rows = ProvincialLimit.objects.filter(region__in=there - {None})
        return cls(list(rows.order_by("region_id", "valid_from")))

    def on(self, region: Region, day: date) -> dict[str, Limit]:
        found = dict(NATIONAL)
        for row in self.rows:
            if row.valid_from <= day and row.region_id in (region.pk, region.parent_id):
                found[row.code] = Limit(row.value, row.level, row.source)
        return found


def limit(region: Region, code: str, day: date) -> Limit:
    """One of `limits`."""
    return limits(region, day)[LimitCode(code)]


def _there(region: Region) -> Q:
    return Q(region=region.pk) | Q(region=region.parent_id)
