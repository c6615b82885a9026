"""When the law lets a student be on air."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from candidates.incubation.rules import Broadcast, may_broadcast
from spark.campuses.calendar import NATIONAL, Limit

PLAIN = Broadcast(
    starts=datetime(2026, 11, 26, 10),  # noqa: DTZ001 -- the base's own time
    ends=datetime(2026, 11, 26, 11),  # noqa: DTZ001
    birth_date=date(2005, 3, 1),
    internship_from=date(2026, 9, 1),
    internship_until=date(2027, 1, 31),
    consent_on=date(2026, 8, 20),
    limits=NATIONAL,
    minutes_that_day=60,
    minutes_that_week=60,
    test_score=80,
)


def on(starts: str, ends: str, **changes) -> Broadcast:
    return replace(
        PLAIN,
        starts=datetime.fromisoformat(starts),
        ends=datetime.fromisoformat(ends),
        **changes,
    )


def found(one: Broadcast) -> list[tuple[str, str]]:
    return [(finding.code, finding.level) for finding in may_broadcast(one)]


NIGHT = [("host-at-night", "block")]


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
    ("birth_date", "consent_on", "said"),
    [
        (date(2010, 11, 27), date(2026, 8, 20), [("host-under-16", "block")]),
        (date(2010, 11, 26), date(2026, 8, 20), []),
        (date(2010, 11, 26), None, [("host-without-consent", "block")]),
        (date(2008, 11, 27), date(2026, 11, 27), [("host-without-consent", "block")]),
        (date(2008, 11, 26), None, []),
    ],
)
def test_minors_need_their_guardians_consent_by_the_day(birth_date, consent_on, said):
    one = replace(PLAIN, birth_date=birth_date, consent_on=consent_on)
    assert found(one) == said


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"internship_from": None}, [("host-outside-internship", "block")]),
        (
            {"internship_until": date(2026, 11, 25)},
            [("host-outside-internship", "block")],
        ),
        ({"internship_until": date(2026, 11, 26)}, []),
        ({"minutes_that_day": 481}, [("host-day-too-long", "block")]),
        ({"minutes_that_day": 480, "minutes_that_week": 2400}, []),
        ({"minutes_that_week": 2401}, [("host-week-too-long", "block")]),
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
    assert found(replace(PLAIN, **changes)) == said


def test_blocks_come_before_warnings():
    limits = {**NATIONAL, "day_hours": Limit(8, "warn")}
    one = replace(
        PLAIN, limits=limits, minutes_that_day=600, needs_licence=True, is_rest_day=True
    )
    assert [level for _code, level in found(one)] == ["block", "warn", "warn"]
