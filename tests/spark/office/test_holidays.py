"""A year whose holidays nobody entered is said once, and asked for in time."""

from datetime import date, timedelta
from functools import partial

import pytest
import time_machine
from django.urls import reverse

from spark import clock
from spark.campuses.calendar import years_unknown
from spark.campuses.models import Holiday
from spark.duties.models import Duty
from spark.errors import Refused
from spark.office import holidays, tasks
from tests.story import moment, outcome
from tests.training.trials.studio import Studio
from training.studio.actions import enter_audience, open_slots
from training.timetable.actions import foresee


def entered(*days: date) -> None:
    names = {"name_zh": "元旦", "name_en": "New Year", "source": "通知"}
    for day in days:
        Holiday.objects.create(day=day, kind="statutory", **names)


@pytest.fixture
def known(db) -> None:
    """Of 2026 and 2027 one day is enough."""
    Holiday.objects.all().delete()
    entered(date(2026, 1, 1), date(2027, 1, 1))


def asked() -> list[tuple[str, date]]:
    rows = Duty.objects.filter(closed_at=None, code=holidays.CODE).order_by("about")
    return [(duty.about, clock.day(duty.due_at)) for duty in rows]


def test_a_year_is_known_once_a_day_of_it_is(known):
    days = [date(2027, 12, 31), date(2028, 1, 1), date(2030, 5, 1), date(2028, 7, 1)]
    assert years_unknown(days) == [2028, 2030]
    assert years_unknown([]) == []


@pytest.mark.parametrize(
    ("now", "years"),
    [
        ("2026-11-01 00:00", []),
        ("2027-10-31 23:59", []),
        ("2027-11-01 00:00", [("2028", date(2027, 12, 1))]),
        (
            "2028-11-30 10:00",
            [("2028", date(2028, 12, 3)), ("2029", date(2028, 12, 3))],
        ),
    ],
)
def test_the_next_years_are_asked_for_when_the_notice_comes_out(known, now, years):
    with time_machine.travel(moment(now), tick=False):
        for _ in range(2):
            tasks.ask_for_holidays()
            assert asked() == years


def test_the_duty_is_done_once_they_are_entered(known):
    with time_machine.travel(moment("2027-11-05 10:00"), tick=False):
        tasks.ask_for_holidays()
        entered(date(2028, 1, 1))
        tasks.ask_for_holidays()
    assert asked() == []
    assert Duty.objects.get(code=holidays.CODE).closed_at is not None


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_office_alone_reads_of_it_and_gets_to_the_page(
    client, world, known, language
):
    holidays.ask_for([date(2028, 2, 1), date(2028, 3, 1)], at=clock.now())
    client.cookies["django_language"] = language
    for who, user in world.people.items():
        client.force_login(user)
        codes = [line.kind.code for line in client.get("/").context["duties"]]
        assert codes == ([holidays.CODE] if who == "office" else [])
    client.force_login(world.office)
    (line,) = client.get("/").context["duties"]
    assert "2028" in line.shown.what
    assert line.url == reverse("admin:campuses_holiday_add")
    assert client.get(line.url).status_code == 200
    assert client.get(line.kind.url, follow=True).status_code == 200


@pytest.fixture
def studio(world) -> Studio:
    Holiday.objects.all().delete()
    return Studio(world)


def test_a_plan_in_such_a_year_is_warned_of_once(studio):
    plan = studio.draft()
    for days in (2, 3):
        host = studio.world.candidate("competing")
        studio.place(plan, host, studio.slot(days), reason="周末也播")
    found = [f for f in foresee(plan, clock.now()).findings if f.code == CODE]
    years = {studio.day(days).year for days in (2, 3)}
    assert [(f.level, f.facts["year"]) for f in found] == [
        ("warn", str(year)) for year in sorted(years)
    ]
    with pytest.raises(Refused) as refused:
        studio.publish(plan, reason="")
    assert refused.value.status == 422
    assert outcome(partial(studio.publish, plan, reason="已按日历核对")) == "done"
    again = foresee(plan, clock.now()).findings
    assert [f for f in again if f.code == CODE] == []


CODE = "holidays-missing"


def test_a_plan_in_a_year_on_file_is_not(studio):
    entered(*{studio.day(days).replace(month=1, day=1) for days in (1, 2, 3)})
    plan = studio.draft()
    studio.place(plan, studio.world.candidate("competing"), studio.slot())
    assert CODE not in {f.code for f in foresee(plan, clock.now()).findings}


def test_whoever_opens_slots_is_told_and_the_office_asked(client, studio):
    room = studio.room
    enter_audience(actor=studio.world.office, pk=room.pk, viewers={(0, 20): 4000})
    first, last = studio.day(1), studio.day(2)
    span = {"first_day": first, "last_day": last}
    opened = open_slots(actor=studio.world.office, ids=[room.pk], **span)
    assert opened.years_unknown == sorted({first.year, last.year})
    assert {about for about, _ in asked()} == {str(first.year), str(last.year)}
    client.force_login(studio.world.office)
    later = studio.day(5)
    url = reverse("room-act", args=[room.pk, "open-slots"])
    span = {"first_day": str(later), "last_day": str(later + timedelta(days=0))}
    page = client.post(url, span, follow=True)
    assert f"{later.year} 年的节假日尚未录入" in page.text
