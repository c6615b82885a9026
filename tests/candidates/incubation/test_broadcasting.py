"""When the law lets a student be on air."""

from dataclasses import fields, replace
from datetime import date, datetime

import pytest

from candidates.incubation.rules import Broadcast, Workday, by_day, may_broadcast
from candidates.register.rules import Term
from spark.campuses.calendar import NATIONAL, Limit

pytestmark = pytest.mark.usefixtures("anywhere")

WORKDAY = Workday(
    day=date(2026, 11, 26),
    limits=NATIONAL,
    minutes=60,
    week_minutes=60,
    test_score=80,
)
PLAIN = Broadcast(
    starts=datetime(2026, 11, 26, 10),  # noqa: DTZ001 -- the base's own time
    ends=datetime(2026, 11, 26, 11),  # noqa: DTZ001
    birth_date=date(2005, 3, 1),
    internship_from=date(2026, 9, 1),
    internship_until=date(2027, 1, 31),
    days=(WORKDAY,),
)
OF_DAY = {field.name for field in fields(Workday)}


def changed(broadcast: Broadcast, **changes) -> Broadcast:
    """The broadcast with other facts, of itself or of each of its days."""
    daily = {name: changes.pop(name) for name in OF_DAY & changes.keys()}
    days = tuple(replace(day, **daily) for day in broadcast.days)
    return replace(broadcast, days=days, **changes)


def on(starts: str, ends: str, **changes) -> Broadcast:
    """A broadcast then, with its own minutes on each day."""
    first, last = datetime.fromisoformat(starts), datetime.fromisoformat(ends)
    spans = by_day(first, last)
    days = tuple(
        replace(WORKDAY, day=day, minutes=until - since, week_minutes=until - since)
        for day, since, until in spans
    )
    return changed(replace(PLAIN, starts=first, ends=last, days=days), **changes)


def found(broadcast: Broadcast) -> list[tuple[str, str]]:
    return [(finding.code, finding.level) for finding in may_broadcast(broadcast)]


NIGHT = [("host-at-night", "block")]
WITHOUT = [("host-without-consent", "block")]
TERM = Term(date(2026, 8, 20), date(2027, 8, 20))


@pytest.mark.parametrize(
    ("starts", "ends", "said"),
    [
        ("2026-11-26 20:00", "2026-11-26 22:00", []),
        ("2026-11-26 21:00", "2026-11-26 22:01", NIGHT),
        ("2026-11-26 23:30", "2026-11-27 00:30", NIGHT),
        ("2026-11-26 05:59", "2026-11-26 07:00", NIGHT),
        ("2026-11-26 06:00", "2026-11-26 07:00", []),
        ("2026-11-26 00:00", "2026-11-26 01:00", NIGHT),
    ],
)
def test_the_night_lasts_from_ten_to_six(starts, ends, said):
    assert found(on(starts, ends)) == said
    assert found(on(starts, ends, filing="杭教备〔2026〕12号")) == []


def test_a_province_may_set_another_night():
    limits = {**NATIONAL, "night_from": Limit(21, "warn")}
    late = on("2026-11-26 20:30", "2026-11-26 21:30", limits=limits)
    assert found(late) == [("host-at-night", "warn")]


@pytest.mark.parametrize(
    ("birth_date", "guardian", "said"),
    [
        (date(2010, 11, 27), TERM, [("host-under-16", "block")]),
        (date(2010, 11, 26), TERM, []),
        (date(2010, 11, 26), None, WITHOUT),
        (date(2008, 11, 27), Term(date(2026, 11, 27), date(2027, 1, 1)), WITHOUT),
        (date(2010, 11, 26), Term(date(2026, 8, 20), date(2026, 11, 26)), WITHOUT),
        (date(2010, 11, 26), Term(date(2026, 11, 26), date(2026, 11, 27)), []),
        (date(2008, 11, 26), None, []),
    ],
)
def test_minors_need_their_guardians_consent_that_day(birth_date, guardian, said):
    broadcast = changed(PLAIN, birth_date=birth_date, guardian=guardian)
    assert found(broadcast) == said


def test_consent_that_ends_at_midnight_doesnt_last_till_after_it():
    minor = {"birth_date": date(2010, 1, 1), "filing": "杭教备〔2026〕12号"}
    late = ("2026-11-26 23:30", "2026-11-27 00:30")
    ends = Term(date(2026, 8, 20), date(2026, 11, 27))
    assert found(on(*late, guardian=ends, **minor)) == WITHOUT
    assert found(on(*late, guardian=TERM, **minor)) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"internship_from": None}, [("host-outside-internship", "block")]),
        (
            {"internship_until": date(2026, 11, 25)},
            [("host-outside-internship", "block")],
        ),
        ({"internship_until": date(2026, 11, 26)}, []),
        ({"minutes": 481}, [("host-day-too-long", "block")]),
        ({"minutes": 480, "week_minutes": 2400}, []),
        ({"week_minutes": 2401}, [("host-week-too-long", "block")]),
        (
            {"is_statutory": True, "is_rest_day": True},
            [("host-on-holiday", "block")],
        ),
        ({"is_rest_day": True}, [("host-on-rest-day", "warn")]),
        ({"test_score": None}, [("host-without-test", "block")]),
        ({"test_score": 79}, [("host-without-test", "block")]),
        ({"needs_licence": True}, [("host-without-licence", "block")]),
        ({"needs_licence": True, "licensed": True}, []),
    ],
)
def test_what_else_is_asked(changes, said):
    assert found(changed(PLAIN, **changes)) == said


def test_blocks_come_before_warnings():
    limits = {**NATIONAL, "day_hours": Limit(8, "warn")}
    broadcast = changed(
        PLAIN, limits=limits, minutes=600, needs_licence=True, is_rest_day=True
    )
    assert [level for _code, level in found(broadcast)] == ["block", "warn", "warn"]


# Over midnight: each calendar day by what holds on it ------------------------------

FILED = {"filing": "杭教备〔2026〕12号"}


def named(broadcast: Broadcast) -> list[tuple[str, object]]:
    """What is found, with the day it is about."""
    return [
        (finding.code, finding.facts.get("day")) for finding in may_broadcast(broadcast)
    ]


@pytest.mark.parametrize(
    ("starts", "ends", "said"),
    [
        ("2026-12-03 21:00", "2026-12-03 22:00", []),
        ("2026-12-03 21:30", "2026-12-03 22:30", NIGHT),
        ("2026-12-03 05:30", "2026-12-03 06:30", NIGHT),
        ("2026-12-03 06:00", "2026-12-03 07:00", []),
        ("2026-12-06 23:00", "2026-12-07 01:00", NIGHT),
        ("2026-12-03 23:59", "2026-12-04 00:00", NIGHT),
    ],
)
def test_half_an_hour_of_night_is_enough_and_said_once(starts, ends, said):
    assert found(on(starts, ends)) == said


def test_each_day_has_its_own_minutes_and_limit():
    late = on("2026-12-06 23:00", "2026-12-07 01:00", **FILED)
    sunday, monday = late.days
    assert (sunday.minutes, monday.minutes) == (60, 60)
    assert found(late) == []
    long = (replace(sunday, minutes=540), replace(monday, minutes=510))
    assert named(replace(late, days=long)) == [
        ("host-day-too-long", date(2026, 12, 6)),
        ("host-day-too-long", date(2026, 12, 7)),
    ]


def test_each_week_has_its_own_minutes():
    late = on("2026-12-06 23:00", "2026-12-07 01:00", **FILED)
    sunday, monday = late.days
    full = (replace(sunday, week_minutes=2401), replace(monday, week_minutes=2400))
    assert named(replace(late, days=full)) == [
        ("host-week-too-long", date(2026, 11, 30))
    ]
    inside = changed(
        on("2026-12-03 23:00", "2026-12-04 01:00", **FILED), week_minutes=2401
    )
    assert named(inside) == [("host-week-too-long", date(2026, 11, 30))]


def test_a_holiday_is_broken_by_the_day_that_is_one():
    limits = {**NATIONAL, "night_from": Limit(24, "block"), "night_until": Limit(0, "")}
    eve = on("2026-09-30 23:00", "2026-10-01 01:00", limits=limits)
    wednesday, thursday = eve.days
    holiday = replace(thursday, is_statutory=True, is_rest_day=True)
    broadcast = replace(eve, days=(wednesday, holiday))
    assert named(broadcast) == [("host-on-holiday", date(2026, 10, 1))]
    hour = {**limits, "holiday_hours": Limit(1, "block")}
    assert found(changed(broadcast, limits=hour)) == []
    assert found(replace(broadcast, days=(wednesday, replace(holiday, **FILED)))) == []


def test_papers_must_cover_the_second_day_too():
    late = on("2027-01-31 23:00", "2027-02-01 01:00", **FILED)
    assert named(late) == [("host-outside-internship", date(2027, 2, 1))]
    first, second = on("2026-12-03 23:00", "2026-12-04 01:00", **FILED).days
    expired = on("2026-12-03 23:00", "2026-12-04 01:00", **FILED)
    expired = replace(expired, days=(first, replace(second, test_score=None)))
    assert found(expired) == [("host-without-test", "block")]
    unfiled = replace(expired, days=(first, replace(second, filing="")))
    assert found(unfiled) == NIGHT
