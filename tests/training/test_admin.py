"""The office's pages of live rooms and slots."""

from datetime import time

import pytest

from tests.office import page
from tests.training.trials.studio import Studio
from training.studio.models import LiveRoom, Seat, Slot
from training.trials import actions


@pytest.fixture
def studio(world) -> Studio:
    return Studio(world)


def slot_form(studio: Studio, **changes) -> dict:
    given = {
        "room": studio.room.pk,
        "day": studio.day(2),
        "starts": "10:00",
        "ends": "11:00",
        "expected_viewers": 4200,
        "mentor": studio.world.mentor.pk,
    }
    return given | changes


def test_a_room_is_added_with_its_seats(office, world):
    given = {
        "name_zh": "星选二间",
        "name_en": "Star two",
        "base": world.base.pk,
        "opens_at": "08:00",
        "closes_at": "23:00",
        "slot_minutes": 60,
        "gap_minutes": 15,
        **dict.fromkeys(("programmes-TOTAL_FORMS", "programmes-INITIAL_FORMS"), 0),
        **dict.fromkeys(("blockings-TOTAL_FORMS", "blockings-INITIAL_FORMS"), 0),
        "seats-TOTAL_FORMS": 2,
        "seats-INITIAL_FORMS": 0,
        "seats-0-number": 1,
        "seats-1-number": 2,
    }
    response = office.post(page(LiveRoom, "add"), given)
    assert response.status_code == 302, response.context["errors"]
    assert list(Seat.objects.values_list("number", flat=True)) == [1, 2]


def test_a_slot_is_a_day_and_two_times(office, studio):
    assert office.post(page(Slot, "add"), slot_form(studio)).status_code == 302
    slot = Slot.objects.get()
    assert slot.during == studio.slot(2, room=studio.live_room("星选二间")).during
    shown = office.get(page(Slot, "change", slot.pk)).text
    assert 'value="10:00"' in shown and 'value="11:00"' in shown


@pytest.mark.parametrize(
    "changes",
    [
        {"starts": "10:30", "ends": "11:30"},
        {"starts": "07:00", "ends": "08:00"},
        {"starts": "22:30", "ends": "00:00"},
    ],
    ids=["overlaps", "before the room opens", "after it closes"],
)
def test_a_slot_that_cannot_be_is_explained(office, studio, changes):
    studio.slot()
    response = office.post(page(Slot, "add"), slot_form(studio, **changes))
    assert response.status_code == 200
    assert response.context["errors"]
    assert Slot.objects.count() == 1


@pytest.mark.parametrize(
    ("starts", "ends", "taken"),
    [
        ("23:00", "01:00", True),
        ("01:00", "02:00", True),
        ("20:00", "02:00", True),
        ("23:00", "03:00", False),
        ("19:30", "20:30", False),
        ("21:00", "19:00", False),
        ("01:30", "02:30", False),
        ("02:00", "20:00", False),
    ],
)
def test_a_room_open_over_midnight_takes_what_lies_in_one_evening(
    office, studio, starts, ends, taken
):
    studio.room.opens_at, studio.room.closes_at = time(20), time(2)
    studio.room.save()
    response = office.post(
        page(Slot, "add"), slot_form(studio, starts=starts, ends=ends)
    )
    assert Slot.objects.count() == taken
    if not taken:
        assert "这间那时不开播" in response.text


def test_a_room_round_the_clock_takes_a_day_at_most(office, studio):
    studio.room.opens_at = studio.room.closes_at = time(6)
    studio.room.save()
    for starts, ends in (("05:00", "07:00"), ("10:00", "10:00")):
        day = studio.day(4) if starts == ends else studio.day(2)
        office.post(
            page(Slot, "add"), slot_form(studio, day=day, starts=starts, ends=ends)
        )
    assert Slot.objects.count() == 2
    assert studio.room.is_open(studio.time(2, "05:00"), studio.time(3, "05:00"))
    assert not studio.room.is_open(studio.time(2, "05:00"), studio.time(3, "05:01"))


def test_a_mentor_looks_after_one_room_at_a_time(office, studio):
    studio.slot(room=studio.live_room("星选二间"), mentor=studio.world.mentor)
    response = office.post(page(Slot, "add"), slot_form(studio))
    assert response.context["errors"]


def test_a_slot_with_trials_to_come_is_not_moved(office, studio):
    trial = studio.trial()
    url = page(Slot, "change", trial.slot_id)
    response = office.post(url, slot_form(studio, starts="12:00", ends="13:00"))
    assert response.status_code == 409
    later = slot_form(studio, expected_viewers=5000)
    assert office.post(url, later).status_code == 302
    actions.cancel(actor=studio.world.office, ids=[trial.pk], reason="考试")
    response = office.post(url, slot_form(studio, starts="12:00", ends="13:00"))
    assert response.status_code == 302
