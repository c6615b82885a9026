"""What rooms' audience is taken to be: entered by hand, or learnt from results."""

import pytest

from tests.training.trials.studio import Studio
from training.standings.actions import enter_result
from training.studio import actions
from training.studio.models import Audience, Slot


@pytest.fixture
def studio(world) -> Studio:
    return Studio(world)


def enter(studio: Studio, viewers: dict, room=None) -> int:
    return actions.enter_audience(
        actor=studio.world.office,
        pk=(room or studio.room).pk,
        viewers=viewers,
    )


def estimate(studio: Studio, *rooms) -> list:
    ids = [room.pk for room in rooms or [studio.room]]
    return actions.estimate_audience(actor=studio.world.office, ids=ids)


def result(studio: Studio, viewers: int, clock: str = "10:00", final=True, days=2):
    trial = studio.trial("finished", slot=studio.slot(days, clock))
    enter_result(
        actor=studio.world.office,
        pk=trial.pk,
        numbers={
            "viewers": viewers,
            "average_watch_seconds": 60,
            "is_final": final,
        },
    )


def cell(studio: Studio, hour: int, days: int = 2, room=None) -> Audience:
    return (room or studio.room).audience.get(
        weekday=studio.day(days).weekday(), hour=hour
    )


def test_only_what_is_changed_counts_as_entered(studio):
    Audience.objects.create(room=studio.room, weekday=0, hour=9, viewers=800)
    assert enter(studio, {(0, 9): 800, (0, 10): 900}) == 1
    rows = Audience.objects.values_list("hour", "viewers", "is_entered")
    assert list(rows) == [(9, 800, False), (10, 900, True)]
    assert enter(studio, {(0, 9): 0, (0, 10): None}) == 2
    assert list(rows.all()) == [(9, 0, True)]


def test_a_result_makes_a_week_of_the_common_shape(studio):
    result(studio, 600)
    assert estimate(studio) == []
    assert studio.room.audience.count() == 168
    assert cell(studio, 10).viewers == pytest.approx(1000, abs=2)  # 60 % of it is seen
    assert cell(studio, 4).viewers < 300
    assert cell(studio, 20).viewers > 1700


def test_more_results_pull_an_hour_away_from_the_shape(studio):
    for days in range(1, 8):
        result(studio, 1200, "10:00", days=days)
        result(studio, 300, "20:00", days=days)
    estimate(studio)
    assert cell(studio, 10).viewers > cell(studio, 20).viewers


def test_the_shape_is_learnt_from_all_rooms_the_level_from_the_own(studio):
    other = studio.live_room("星选二间")
    result(studio, 600)
    trial = studio.trial("finished", slot=studio.slot(3, "20:00", room=other))
    enter_result(
        actor=studio.world.office,
        pk=trial.pk,
        numbers={"viewers": 6000, "average_watch_seconds": 9, "is_final": True},
    )
    assert estimate(studio, studio.room, other) == []
    assert cell(studio, 10, room=other).viewers > 4 * cell(studio, 10).viewers


def test_neither_what_is_entered_is_overwritten_nor_provisional_counted(studio):
    result(studio, 600, final=False)
    assert estimate(studio) == [studio.room]
    assert not Audience.objects.exists()
    day = studio.day(2).weekday()
    enter(studio, {(day, 10): 77})
    result(studio, 600, "14:00")
    estimate(studio)
    assert (cell(studio, 10).viewers, cell(studio, 10).is_entered) == (77, True)
    assert Audience.objects.filter(is_entered=True).count() == 1


def test_estimating_twice_changes_nothing(studio):
    result(studio, 600)
    estimate(studio)
    before = list(Audience.objects.values())
    estimate(studio)
    assert list(Audience.objects.values()) == before


def test_slots_to_come_without_trials_follow_the_audience(studio):
    free, taken = studio.slot(2, "10:00"), studio.trial(slot=studio.slot(2, "12:00"))
    enter(studio, {(day, hour): 500 for day in range(7) for hour in range(24)})
    given = {"actor": studio.world.office, "ids": [studio.room.pk]}
    assert actions.refresh_expected(**given) == 1
    assert Slot.objects.get(pk=free.pk).expected_viewers == 300
    assert Slot.objects.get(pk=taken.slot_id).expected_viewers == 4200
    assert actions.refresh_expected(**given) == 0
