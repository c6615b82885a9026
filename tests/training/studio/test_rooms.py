"""Slots opened along a room's grid; programme, blocked times, rooms closed for good."""

from datetime import time

import pytest

from spark.errors import Refused
from tests.training.trials.studio import Studio
from training.studio import actions
from training.studio.models import Blocking, Programme, Slot
from training.timetable.actions import take_out


@pytest.fixture
def studio(world) -> Studio:
    studio = Studio(world)
    known(studio, studio.room)
    return studio


def known(studio: Studio, *rooms, viewers: int = 1000) -> None:
    week = {(day, hour): viewers for day in range(7) for hour in range(24)}
    for room in rooms:
        actions.enter_audience(actor=studio.world.office, pk=room.pk, viewers=week)


def open_days(studio: Studio, first: int, last: int, *rooms, **more) -> actions.Opened:
    return actions.open_slots(
        actor=more.pop("actor", studio.world.office),
        ids=[room.pk for room in rooms or [studio.room]],
        first_day=studio.day(first),
        last_day=studio.day(last),
        **more,
    )


def set_hours(studio: Studio, opens: str, closes: str, minutes=60, gap=15) -> None:
    actions.change_room(
        actor=studio.world.office,
        pk=studio.room.pk,
        opens_at=time.fromisoformat(opens),
        closes_at=time.fromisoformat(closes),
        slot_minutes=minutes,
        gap_minutes=gap,
    )


def clocks(studio: Studio) -> list[str]:
    return [str(slot).split()[-1] for slot in Slot.objects.order_by("starts_at")]


def programme(studio: Studio, days: int, starts: str, ends: str) -> int:
    return actions.add_programme(
        actor=studio.world.office,
        pk=studio.room.pk,
        weekdays=[studio.day(days).weekday()],
        starts_at=time.fromisoformat(starts),
        ends_at=time.fromisoformat(ends),
    )


def block(studio: Studio, days: int, starts: str, ends: str, **more) -> int:
    given = {"actor": studio.world.office, "ids": [studio.room.pk]}
    return actions.block_rooms(
        **given | more, starts=studio.time(days, starts), ends=studio.time(days, ends)
    )


@pytest.mark.usefixtures("anywhere")
@pytest.mark.parametrize(
    ("hours", "found"),
    [
        (("08:00", "11:30"), ["08:00–09:00", "09:15–10:15", "10:30–11:30"]),
        (("08:00", "11:29"), ["08:00–09:00", "09:15–10:15"]),
        (("22:00", "01:00"), ["22:00–23:00", "23:15–00:15"]),
        (
            ("20:00", "02:00"),
            [
                *("20:00–21:00", "21:15–22:15", "22:30–23:30"),
                *("23:45–00:45", "01:00–02:00"),
            ],
        ),
        (
            ("20:00", "01:59"),
            ["20:00–21:00", "21:15–22:15", "22:30–23:30", "23:45–00:45"],
        ),
        (("20:00", "00:00", 120, 0), ["20:00–22:00", "22:00–00:00"]),
        (
            ("06:00", "06:00", 240, 240),
            ["06:00–10:00", "14:00–18:00", "22:00–02:00"],
        ),
    ],
    ids=[
        *("day", "no room for the last", "over midnight", "until two"),
        *("until just before two", "to midnight", "24 hours"),
    ],
)
def test_slots_lie_on_the_rooms_grid(studio, hours, found):
    set_hours(studio, *hours)
    assert open_days(studio, 2, 2).slots == len(found)
    assert clocks(studio) == found


def test_opening_again_opens_nothing_and_keeps_what_stands(studio):
    set_hours(studio, "08:00", "11:30")
    own = studio.slot(2, "08:30")
    first = open_days(studio, 2, 2)
    assert (first.slots, first.standing) == (1, 2)
    again = open_days(studio, 2, 3)
    assert (again.slots, again.standing) == (3, 3)
    assert own in Slot.objects.all()


def test_neither_past_slots_nor_those_over_midnight_are_opened_twice(studio):
    set_hours(studio, "22:00", "01:00")
    at = studio.time(2, "22:30")
    assert open_days(studio, 2, 2, at=at).slots == 1
    assert open_days(studio, 1, 3, at=at).slots == 2
    assert open_days(studio, 1, 3, at=at).slots == 0


def test_two_evenings_over_midnight_are_opened_once(studio):
    set_hours(studio, "20:00", "02:00")
    assert open_days(studio, 2, 2).slots == 5
    assert open_days(studio, 3, 3).slots == 5
    assert open_days(studio, 2, 3).slots == 0
    for slot in Slot.objects.all():
        slot.full_clean(validate_constraints=False)


@pytest.mark.usefixtures("anywhere")
def test_programme_and_blocked_times_stay_free_of_slots(studio):
    set_hours(studio, "08:00", "13:00")
    programme(studio, 2, "09:30", "10:00")
    block(studio, 3, "10:00", "23:00")
    opened = open_days(studio, 2, 3)
    assert (opened.slots, opened.closed) == (4, 4)
    second_day = ["08:00–09:00", "10:30–11:30", "11:45–12:45"]
    assert clocks(studio) == [*second_day, "08:00–09:00"]


@pytest.mark.usefixtures("anywhere")
def test_programme_until_midnight_ends_there(studio):
    set_hours(studio, "20:00", "20:00", 120, 0)
    programme(studio, 2, "20:00", "00:00")
    opened = open_days(studio, 2, 2)
    assert (opened.slots, opened.closed) == (10, 2)


def test_expected_viewers_follow_hours_minutes_and_hosts(studio):
    day = studio.day(2).weekday()
    single = studio.live_room("单人间", seats=1)
    known(studio, single)
    for room in (studio.room, single):
        actions.enter_audience(
            actor=studio.world.office, pk=room.pk, viewers={(day, 10): 2000}
        )
        room.opens_at, room.closes_at = time(9, 30), time(10, 30)
        room.save()
    open_days(studio, 2, 2, studio.room, single)
    assert [slot.expected_viewers for slot in Slot.objects.order_by("room")] == [
        900,
        1500,
    ]


def test_a_room_without_audience_takes_that_of_its_category_or_is_refused(studio):
    new = studio.live_room("新房间")
    opened = open_days(studio, 2, 2, new)
    assert opened.borrowed == [new]
    assert set(Slot.objects.values_list("expected_viewers", flat=True)) == {600}
    studio.room.audience.all().delete()
    with pytest.raises(Refused) as refused:
        open_days(studio, 3, 3, new)
    assert refused.value.code == "audience-missing"
    assert refused.value.facts == {"rooms": str(new)}


@pytest.mark.parametrize(
    ("days", "code"),
    [((3, 2), "days-turned"), ((0, 92), "days-too-many")],
)
def test_days_that_cannot_be_are_refused(studio, days, code):
    with pytest.raises(Refused, match=code):
        open_days(studio, *days)


def test_no_room_is_refused(studio):
    with pytest.raises(Refused, match="rooms-missing"):
        actions.open_slots(
            actor=studio.world.office,
            ids=[],
            first_day=studio.day(1),
            last_day=studio.day(1),
        )


@pytest.mark.parametrize("who", ["mentor", "manager"])
def test_who_only_sees_a_room_opens_no_slots(studio, who):
    with pytest.raises(Refused, match="not-your-role"):
        open_days(studio, 2, 2, actor=studio.world.people[who])


def test_blocking_removes_slots_without_anybody_and_keeps_the_others(studio):
    set_hours(studio, "08:00", "11:30")
    trial = studio.trial(slot=studio.slot(2, "10:30"))
    drafted = studio.slot(3, "10:30")
    studio.place(studio.draft(), studio.world.candidate("competing"), drafted)
    open_days(studio, 2, 3)
    assert block(studio, 2, "08:00", "20:00") == 2
    assert block(studio, 3, "10:00", "20:00") == 1
    left = set(Slot.objects.filter(starts_at__lt=studio.time(4, "00:00")))
    assert left == {
        trial.slot,
        drafted,
        Slot.objects.get(during__contains=studio.time(3, "08:30")),
    }


def test_a_plan_in_a_blocked_time_is_not_published_until_moved(studio):
    trial = studio.trial()
    block(studio, 2, "09:00", "12:00")
    plan = studio.draft()
    with pytest.raises(Refused, match="slot-blocked"):
        studio.publish(plan)
    take_out(actor=studio.world.office, pk=plan.pk, entry_id=plan.entries.get().pk)
    with pytest.raises(Refused, match="slot-blocked"):
        studio.place(plan, trial.candidate, trial.slot)
    studio.place(plan, trial.candidate, studio.slot(2, "12:00"))
    studio.publish(plan)
    trial.refresh_from_db()
    assert trial.during.lower == studio.time(2, "12:00")


def test_programme_over_a_trial_is_reported(studio):
    studio.trial()
    assert programme(studio, 2, "10:30", "14:00") == 0
    with pytest.raises(Refused, match="slot-blocked"):
        studio.publish(studio.draft())


def test_a_room_closed_for_good_loses_its_slots_from_that_day_on(studio):
    set_hours(studio, "08:00", "11:30")
    studio.trial(slot=studio.slot(4, "08:00"))
    open_days(studio, 2, 4)
    went = actions.change_room(
        actor=studio.world.office,
        pk=studio.room.pk,
        closed_from=studio.day(3),
    )
    assert went == 5
    assert open_days(studio, 2, 9).slots == 0
    with pytest.raises(Refused, match="slot-blocked"):
        studio.publish(studio.draft())


def test_what_is_unblocked_or_no_longer_programme_can_be_opened(studio):
    set_hours(studio, "08:00", "09:00")
    block(studio, 2, "08:00", "09:00")
    programme(studio, 2, "08:00", "09:00")
    assert open_days(studio, 2, 2).slots == 0
    given = {"actor": studio.world.office, "pk": studio.room.pk}
    actions.unblock_room(blocking_id=Blocking.objects.get().pk, **given)
    actions.remove_programme(programme_id=Programme.objects.get().pk, **given)
    assert open_days(studio, 2, 2).slots == 1


def test_programme_is_noted_once(studio):
    programme(studio, 2, "20:00", "22:00")
    with pytest.raises(Refused, match="programme-there"):
        programme(studio, 2, "20:00", "23:00")


def test_opening_costs_the_same_for_one_room_and_for_three(
    studio, django_assert_max_num_queries
):
    rooms = [studio.live_room(name) for name in ("甲", "乙", "丙")]
    known(studio, *rooms)
    for some in (rooms[:1], rooms):
        with django_assert_max_num_queries(13):
            open_days(studio, 2, 9, *some)
