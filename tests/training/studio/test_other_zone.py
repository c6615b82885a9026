"""Rooms live by China's clocks, wherever the server and whoever types stand."""

import re
from collections.abc import Iterator

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.urls import reverse

from spark.campuses.models import Holiday
from tests.story import moment
from tests.training.trials.studio import Studio
from training.studio import actions
from training.studio.models import Blocking, Shift, Slot
from training.timetable.actions.checking import EntryChecker
from training.timetable.models import Entry

pytestmark = pytest.mark.usefixtures("anywhere")

DAY = "2026-12-17"
WORKDAY = DateTimeTZRange(moment(f"{DAY} 09:00"), moment(f"{DAY} 17:00"))


@pytest.fixture
def studio(world) -> Studio:
    return Studio(world)


@pytest.fixture
def autumn(world) -> Iterator[Studio]:
    """A round around the National Day of 2026."""
    with time_machine.travel(moment("2026-09-25 09:00"), tick=False):
        yield Studio(world)


def send(client, slug: str, *lines: str) -> None:
    """Send a sheet and confirm what was found in it."""
    url = reverse("sheet-detail", args=[slug])
    file = SimpleUploadedFile("表.csv", "\n".join(lines).encode("utf-8-sig"))
    context = client.post(url, {"file": file}).context
    given = {"token": context["token"], "seen": context["found"].digest}
    assert client.post(url, given).status_code == 302


def week_of(client, studio: Studio, day: str) -> str:
    given = {"base": studio.world.base.pk, "week": day}
    return client.get(reverse("shift-list"), given).text


def test_a_sheets_shifts_begin_when_it_says(office, studio):
    send(
        office,
        "shifts",
        "带教,基地,日期,开始,结束",
        f"mentor@test.spark,YYJD,{DAY},09:00,17:00",
        "mentor@test.spark,YYJD,2026-12-18,18:00,22:00",
    )
    first, second = Shift.objects.order_by("during")
    assert first.during == WORKDAY
    assert second.during.lower == moment("2026-12-18 18:00")
    shown = week_of(office, studio, DAY)
    assert "09:00–17:00" in shown
    assert "18:00–22:00" in shown


def test_a_sheets_blocked_day_is_a_whole_one(office, studio):
    send(
        office,
        "blocked",
        "直播间,日期,开始,结束,原因",
        f"星选一间,{DAY},00:00,24:00,检修",
    )
    whole = DateTimeTZRange(moment(f"{DAY} 00:00"), moment("2026-12-18 00:00"))
    assert Blocking.objects.get().during == whole


def test_a_shift_typed_on_the_page_begins_then(office, studio):
    times = {"day": DAY, "starts": "09:00", "ends": "17:00"}
    url = reverse("shift-add", args=[studio.world.base.pk])
    office.post(url, times | {"mentor": studio.world.mentor.pk})
    assert Shift.objects.get().during == WORKDAY
    assert "09:00–17:00" in week_of(office, studio, DAY)


def test_a_time_blocked_on_a_rooms_page_begins_then(office, studio):
    times = {"starts": f"{DAY}T09:00", "ends": f"{DAY}T17:00", "why": "检修"}
    office.post(reverse("room-act", args=[studio.room.pk, "block-rooms"]), times)
    assert Blocking.objects.get().during == WORKDAY
    page = office.get(reverse("room-detail", args=[studio.room.pk])).text
    assert re.search(r">[^<]*12-17[^<]* – [^<]*12-17[^<]*<", page)


def test_slots_are_opened_in_the_rooms_hours_of_its_day(office, studio):
    week = {(day, hour): 900 for day in range(7) for hour in range(24)}
    mine = {"actor": studio.world.office, "pk": studio.room.pk}
    actions.enter_audience(viewers=week, **mine)
    days = {"first_day": DAY, "last_day": DAY, "ids": [studio.room.pk]}
    office.post(reverse("room-many", args=["open-slots"]), days)
    slots = list(Slot.objects.order_by("starts_at"))
    assert slots[0].during.lower == moment(f"{DAY} 08:00")
    assert slots[-1].during.upper <= moment(f"{DAY} 23:00")
    assert (len(slots), str(slots[0])) == (12, f"星选一间 · {DAY} 08:00–09:00")


@pytest.mark.parametrize(("begins", "refused"), [("21:00", False), ("22:00", True)])
def test_an_intern_without_a_filing_is_not_placed_at_night(
    office, studio, begins, refused
):
    Holiday.objects.all().delete()
    host = studio.world.candidate("competing")
    slot, plan = studio.slot(clock=begins), studio.draft()
    given = {"slot": slot.pk, "seat": studio.seat().pk, "candidate": host.pk}
    page = office.post(reverse("plan-place", args=[plan.pk]), given)
    assert plan.entries.exists() is not refused
    said = page.context["refusal"].code if refused else page.status_code
    assert said == ("host-at-night" if refused else 302)


@pytest.mark.parametrize(
    ("day", "holiday"), [("09-30", 0), ("10-01", 1), ("10-03", 1), ("10-04", 0)]
)
def test_a_holiday_begins_and_ends_at_midnight(autumn, day, holiday):
    starts = moment(f"2026-{day} 00:30")
    during = DateTimeTZRange(starts, starts + (WORKDAY.upper - WORKDAY.lower) / 8)
    slot = Slot.objects.create(room=autumn.room, during=during, expected_viewers=9)
    entry = Entry(
        plan=autumn.draft(),
        candidate=autumn.world.candidate("competing"),
        slot=slot,
        seat=autumn.seat(),
    )
    checker = EntryChecker(entry.plan, [entry], moment("2026-09-25 09:00"))
    codes = [finding.code for finding in checker.findings(entry)]
    assert codes.count("host-on-holiday") == holiday
