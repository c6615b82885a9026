"""A trial over midnight: each day by itself, on the plan's page and in the search."""

from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from candidates.incubation.models import Incubation
from candidates.register.models import Candidate
from spark.accounts.scope import SYSTEM
from spark.campuses.models import Holiday, LimitCode, ProvincialLimit
from tests.training.trials.studio import Studio
from tests.world import passed_test
from training.hosts import actions
from training.solver.problem import Solution
from training.solver.verify import violations
from training.studio.models import Slot
from training.timetable.actions.checking import EntryChecker
from training.timetable.load import load
from training.timetable.models import Entry

SUNDAY = 6


@pytest.fixture
def studio(world) -> Studio:
    """A room round the clock, a mentor day and night, no holidays."""
    Holiday.objects.all().delete()
    studio = Studio(world)
    studio.room.opens_at = studio.room.closes_at = time(0)
    studio.room.save()
    for days in range(14):
        studio.shift(days, "00:00", "00:00")
    return studio


@pytest.fixture
def sunday(studio) -> int:
    """In how many days one comes, two at least."""
    return next(n for n in range(2, 9) if studio.day(n).weekday() == SUNDAY)


@pytest.fixture
def host(studio) -> Candidate:
    return studio.world.candidate("competing")


@pytest.fixture
def filed(host) -> Candidate:
    passed_test(host.pk, kind="filing", score=None, reference="杭教备〔2026〕12号")
    return host


def found(studio: Studio, host: Candidate, slot: Slot) -> list[tuple[str, object]]:
    """What speaks against it on the plan's page, with the day it is about."""
    entry = Entry(plan=studio.draft(), candidate=host, slot=slot, seat=studio.seat())
    checker = EntryChecker(entry.plan, [entry], studio.time(0, "00:01"))
    return [
        (finding.code, finding.facts.get("day")) for finding in checker.findings(entry)
    ]


def broken(studio: Studio, host: Candidate, slot: Slot) -> dict[str, int]:
    """What the search's own check says of the same."""
    loaded = load(studio.round, studio.time(0, "00:01"))
    plan = Solution(
        ((host.pk, slot.pk, studio.round.pk),), {slot.pk: mentor_of(studio)}
    )
    return violations(loaded.instance, plan)


def mentor_of(studio: Studio) -> int:
    return studio.world.mentor.pk


def week(host: Candidate, **hours: float) -> None:
    """Lessons from eight on, by the first letters of the weekday."""
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    rows = [
        ("lesson", names.index(day), time(8), time(8 + int(long), int(long % 1 * 60)))
        for day, long in hours.items()
    ]
    actions.set_week(actor=SYSTEM, ids=[host.pk], times=rows)


@pytest.mark.usefixtures("anywhere")
@pytest.mark.parametrize(
    ("clock", "allowed"),
    [("21:00", True), ("21:30", False), ("05:30", False), ("06:00", True)],
)
def test_without_a_filing_half_an_hour_of_night_is_enough(studio, host, clock, allowed):
    slot = studio.slot(next(n for n in (2, 3, 4) if studio.day(n).weekday() < 5), clock)
    assert found(studio, host, slot) == ([] if allowed else [("host-at-night", None)])
    assert broken(studio, host, slot) == ({} if allowed else {"barred": 1})


def test_without_a_filing_nobody_goes_on_over_midnight(studio, host, sunday):
    slot = studio.slot(sunday, "23:00", hours=2)
    assert ("host-at-night", None) in found(studio, host, slot)
    assert broken(studio, host, slot) == {"barred": 1}


def test_with_a_filing_each_day_has_its_own_hours(studio, filed, sunday, office):
    slot = studio.slot(sunday, "23:00", hours=2)
    assert found(studio, filed, slot) == []
    assert broken(studio, filed, slot) == {}
    week(filed, sun=7, mon=7)
    assert found(studio, filed, slot) == []
    assert broken(studio, filed, slot) == {}
    week(filed, sun=8, mon=7.5)
    first, second = studio.day(sunday), studio.day(sunday + 1)
    assert found(studio, filed, slot) == [
        ("host-day-too-long", first),
        ("host-day-too-long", second),
    ]
    assert broken(studio, filed, slot) == {"day_cap": 2}
    said = refusal(office, studio, filed, slot)
    assert "9 小时" in said.text and f"{first:%Y-%m-%d}" in said.text
    (also,) = said.also
    assert "8.5 小时" in also.text and f"{second:%Y-%m-%d}" in also.text


def refusal(office, studio: Studio, host: Candidate, slot: Slot):
    plan = studio.draft()
    given = {"slot": slot.pk, "seat": studio.seat().pk, "candidate": host.pk}
    url = reverse("plan-place", args=[plan.pk])
    response = office.post(url, given | {"day": slot.during.lower.date()})
    assert response.status_code == 422
    for finding in response.context["refusal"].also:
        assert finding.text in response.text
    return response.context["refusal"]


@pytest.mark.usefixtures("anywhere")
def test_the_hours_of_one_slot_are_parted_between_two_weeks(studio, filed, sunday):
    week(filed, tue=8, wed=8, thu=8, fri=8, sat=7)
    slot = studio.slot(sunday, "23:00", hours=2)
    assert found(studio, filed, slot) == []
    assert broken(studio, filed, slot) == {}
    week(filed, tue=8, wed=8, thu=8, fri=8, sat=7.5)
    monday = studio.day(sunday + 1)
    assert found(studio, filed, slot) == [
        ("host-week-too-long", monday - timedelta(days=7)),
        ("host-week-too-long", monday),
    ]
    assert broken(studio, filed, slot) == {"week_cap": 2}


def test_a_holiday_counts_the_hour_that_lies_on_it(studio, host, sunday):
    """Where nights are free, and an hour of a holiday, but not two."""
    region = studio.world.region
    holiday(studio.day(sunday + 1))
    limit(region, LimitCode.NIGHT_FROM, 24)
    limit(region, LimitCode.NIGHT_UNTIL, 0)
    limit(region, LimitCode.REST_DAY_HOURS, 24)
    slot = studio.slot(sunday, "23:00", hours=2)
    assert found(studio, host, slot) == [("host-on-holiday", studio.day(sunday + 1))]
    assert broken(studio, host, slot) == {"barred": 1}
    limit(region, LimitCode.HOLIDAY_HOURS, 1)
    assert found(studio, host, slot) == []
    assert broken(studio, host, slot) == {}


def holiday(day: date) -> None:
    names = {"name_zh": "国庆节", "name_en": "National Day", "source": "通知"}
    Holiday.objects.create(day=day, kind="statutory", **names)


def limit(region, code: LimitCode, value: int) -> None:
    ProvincialLimit.objects.create(
        region=region,
        code=code,
        value=value,
        valid_from=date(2026, 1, 1),
        level="block",
        source="省规定",
    )


def test_an_internships_last_day_ends_at_midnight(studio, filed, sunday):
    slot = studio.slot(sunday, "23:00", hours=2)
    Incubation.objects.update(ends_on=studio.day(sunday))
    outside = [("host-outside-internship", studio.day(sunday + 1))]
    assert found(studio, filed, slot) == outside
    assert broken(studio, filed, slot) == {"barred": 1}
    assert found(studio, filed, studio.slot(sunday, "21:00", hours=2)) == []


def test_who_is_on_air_over_midnight_is_nowhere_else_after_it(studio, filed, sunday):
    late = studio.slot(sunday, "23:00", hours=2)
    other = studio.live_room("星选二间", opens_at=time(0), closes_at=time(0))
    early = studio.slot(sunday + 1, "00:30", room=other)
    plan = studio.draft()
    studio.place(plan, filed, late)
    with pytest.raises(Exception, match="person-booked"):
        studio.place(plan, filed, early)
    with pytest.raises(IntegrityError), transaction.atomic():
        studio.slot(sunday + 1, "00:30")
