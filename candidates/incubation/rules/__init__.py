"""The law of internships: what must be on file before one may start, and when an
intern may be on air.

Pure: takes facts, returns findings; a `block` refuses, a `warn` passes with a reason.
Words are in `templates/refused/<code>.txt`.
Source: 职业学校学生实习管理规定 (教职成〔2021〕4号), 网络直播营销管理办法（试行）,
直播电商监督管理办法, 网络主播行为规范. Articles not confirmed against the text are
cited by the law's name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from candidates.consents.rules import to_be_on_air
from candidates.incubation.rules.bounds import Bound, level_beyond
from candidates.incubation.rules.papers import Before, Host, Papers, may_start
from candidates.register.rules import Finding, Term

__all__ = [
    "DAY",
    "PASS_MARK",
    "Before",
    "Broadcast",
    "Host",
    "Papers",
    "Workday",
    "by_day",
    "may_broadcast",
    "may_start",
]

DAY = 1440  # minutes
PASS_MARK = 80  # of 100, in the compliance test


def by_day(starts: datetime, ends: datetime) -> list[tuple[date, int, int]]:
    """Each calendar day a time lies on, with its first and last minute of that day.

    Args:
        starts, ends: in China's time.
    """
    found = []
    midnight = starts.replace(hour=0, minute=0, second=0, microsecond=0)
    while midnight < ends:
        since = max(int((starts - midnight).total_seconds()) // 60, 0)
        until = min(-int((midnight - ends).total_seconds()) // 60, DAY)
        found.append((midnight.date(), since, until))
        midnight += timedelta(days=1)
    return found


@dataclass(frozen=True)
class Workday:
    """A calendar day of somebody on air: what else is on then, what holds that day.

    Args:
        limits: in force there on that day, by code: `night_from`, `night_until`,
            `holiday_hours`, `rest_day_hours`, `day_hours`, `week_hours`.
        minutes: of that day, on air altogether and in lessons, which count as work.
        week_minutes: likewise, of its week from Monday to Sunday.
        test_score: the best of the compliance tests that are valid on that day.
        filing: number of the filing with the supervising authority that lifts the ban
            on nights, holidays and rest days.
        licensed: a practice licence for the room's category is on file.
    """

    day: date
    limits: Mapping[Any, Bound]
    minutes: int
    week_minutes: int
    test_score: int | None = None
    is_statutory: bool = False
    is_rest_day: bool = False
    filing: str = ""
    licensed: bool = False

    @property
    def monday(self) -> date:
        return self.day - timedelta(days=self.day.weekday())


@dataclass(frozen=True)
class Broadcast:
    """One person on air, once.

    Args:
        starts, ends: in China's time.
        days: every calendar day it lies on, in order; one over midnight has two.
        guardian: the time for which a minor's guardian consents.
    """

    starts: datetime
    ends: datetime
    birth_date: date
    internship_from: date | None
    internship_until: date | None
    days: tuple[Workday, ...]
    needs_licence: bool = False
    guardian: Term | None = None


def may_broadcast(broadcast: Broadcast) -> list[Finding]:
    """What stands against a student being on air then, hardest first.

    Each calendar day is judged by what holds on it; what is the same for two is said
    once.
    """
    ages = (
        to_be_on_air(broadcast.birth_date, on.day, broadcast.guardian)
        for on in broadcast.days
    )
    found = next(filter(None, ages), [])
    for day in broadcast.days:
        found += [*_papers_cover(broadcast, day), *_hours(day)]
        if not day.filing:
            found += _ban_on_times(broadcast, day)
    once = [said for place, said in enumerate(found) if said not in found[:place]]
    return sorted(once, key=lambda finding: finding.level != "block")


def _papers_cover(broadcast: Broadcast, on: Workday) -> list[Finding]:
    found: list[Finding] = []
    first, last = broadcast.internship_from, broadcast.internship_until
    if first is None or last is None or not first <= on.day <= last:
        facts: dict[str, object] = {"day": on.day}
        article = "internship-rules"
        found.append(Finding("host-outside-internship", "block", article, facts))
    if on.test_score is None or on.test_score < PASS_MARK:
        facts = {"score": on.test_score, "pass_mark": PASS_MARK}
        article = "livestream-commerce-30"
        found.append(Finding("host-without-test", "block", article, facts))
    if broadcast.needs_licence and not on.licensed:
        found.append(Finding("host-without-licence", "block", "host-conduct-13"))
    return found


def _hours(on: Workday) -> list[Finding]:
    found: list[Finding] = []
    spans: tuple[tuple[str, str, date, int], ...] = (
        ("host-day-too-long", "day_hours", on.day, on.minutes),
        ("host-week-too-long", "week_hours", on.monday, on.week_minutes),
    )
    for code, limit, day, minutes in spans:
        bound = on.limits[limit]
        if minutes > bound.value * 60:
            facts: dict[str, object] = {
                "day": day,
                "hours": minutes / 60,
                "limit": bound.value,
            }
            found.append(
                Finding(code, level_beyond(bound), "internship-rules-17", facts)
            )
    return found


def _ban_on_times(broadcast: Broadcast, on: Workday) -> list[Finding]:
    """Nights, statutory holidays and rest days; a rest day's ban is a province's."""
    article = "internship-rules-17"
    found: list[Finding] = []
    if _touches_night(broadcast, on):
        facts: dict[str, object] = {
            "starts": f"{broadcast.starts:%H:%M}",
            "ends": f"{broadcast.ends:%H:%M}",
            "night_from": on.limits["night_from"].value,
            "night_until": on.limits["night_until"].value,
        }
        level = level_beyond(on.limits["night_from"])
        found.append(Finding("host-at-night", level, article, facts))
    free: tuple[tuple[str, str, bool], ...] = (
        ("host-on-holiday", "holiday_hours", on.is_statutory),
        ("host-on-rest-day", "rest_day_hours", on.is_rest_day and not on.is_statutory),
    )
    for code, limit, applies in free:
        bound = on.limits[limit]
        if applies and on.minutes > bound.value * 60:
            facts = {"day": on.day}
            found.append(Finding(code, level_beyond(bound), article, facts))
    return found


def _touches_night(broadcast: Broadcast, on: Workday) -> bool:
    """Is any minute of it, on that day, between the night's beginning and its end?"""
    begins, ends = (
        on.limits[code].value * 60 for code in ("night_from", "night_until")
    )
    nights = [(begins, DAY), (0, ends)] if begins > ends else [(begins, ends)]
    return any(
        since < night_ends and night_begins < until
        for day, since, until in by_day(broadcast.starts, broadcast.ends)
        for night_begins, night_ends in nights
        if day == on.day
    )
