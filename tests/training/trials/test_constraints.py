"""What the database itself forbids of rooms, slots and trials."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from candidates.register.actions import merge_persons
from spark.accounts.scope import SYSTEM
from spark.errors import Refused
from tests.training.trials.studio import Studio
from training.trials import actions
from training.trials.models import Trial


@pytest.fixture
def studio(world) -> Studio:
    return Studio(world)


def insert(trial: Trial, **changes) -> None:
    """Another row like the trial's, past all our code."""
    fields = {
        "candidate_id": trial.candidate_id,
        "person_id": trial.person_id,
        "round_id": trial.round_id,
        "slot_id": trial.slot_id,
        "seat_id": trial.seat_id,
    } | changes
    names = ", ".join(fields)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO training_trial ({names}, during, state, state_since)"
            f" SELECT {', '.join(['%s'] * len(fields))}, during, 'planned', now()"
            " FROM training_trial WHERE id = %s",
            [*fields.values(), trial.pk],
        )


@pytest.mark.parametrize("state", ["planned", "confirmed", "live"])
def test_the_database_lets_nobody_share_a_seat_or_be_twice_on_air(studio, state):
    trial = studio.trial(state)
    other = studio.world.candidate("competing")
    free = studio.seat(2).pk
    with pytest.raises(IntegrityError, match="trial_seat_once"):
        insert(trial, person_id=other.person_id, candidate_id=other.pk)
    with pytest.raises(IntegrityError, match="trial_person_once"):
        insert(trial, seat_id=free)
    insert(trial, seat_id=free, person_id=other.person_id, candidate_id=other.pk)


@pytest.mark.parametrize("state", ["finished", "aborted", "cancelled", "no_show"])
def test_what_is_over_holds_no_seat(studio, state):
    insert(studio.trial(state))


def test_a_rooms_and_a_mentors_slots_do_not_overlap(studio):
    studio.slot(2, "10:00", 2, mentor=studio.world.mentor)
    with pytest.raises(IntegrityError, match="slot_room_once"), transaction.atomic():
        studio.slot(2, "11:00")
    other = studio.live_room("星选二间")
    with pytest.raises(IntegrityError, match="slot_mentor_once"), transaction.atomic():
        studio.slot(2, "11:00", room=other, mentor=studio.world.mentor)
    studio.slot(2, "12:00", room=other, mentor=studio.world.mentor)


def test_a_slot_with_trials_to_come_stays_where_it_is(studio):
    trial = studio.trial()
    slot = trial.slot
    slot.during = studio.slot(3, room=studio.live_room("星选二间")).during
    with pytest.raises(IntegrityError, match="has trials"), transaction.atomic():
        slot.save()
    actions.cancel(actor=SYSTEM, ids=[trial.pk], reason="考试")
    slot.save()


def test_trials_follow_when_two_persons_turn_out_to_be_one(studio):
    world, trial = studio.world, studio.trial()
    earlier = world.candidate("registered")
    earlier.batch = world.intake("hangzhou-2026-spring", studio.day(30))
    earlier.save()
    merge_persons(
        actor=world.office,
        pk=trial.candidate_id,
        other=earlier.person_id,
        reason="改过名",
    )
    trial.refresh_from_db()
    assert trial.person_id == earlier.person_id


def test_a_person_in_two_places_keeps_two_persons_from_being_one(studio):
    trial = studio.trial()
    other = studio.trial(slot=studio.slot(room=studio.live_room("星选二间")))
    with pytest.raises(Refused, match="persons-in-one-batch|person-booked"):
        merge_persons(
            actor=studio.world.office,
            pk=trial.candidate_id,
            other=other.person_id,
            reason="改过名",
        )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("planned", "finished"),
        ("live", "planned"),
        ("finished", "live"),
        ("cancelled", "planned"),
        ("no_show", "live"),
    ],
)
def test_the_database_holds_the_states(studio, before, after):
    trial = studio.trial(before)
    sql = "UPDATE training_trial SET state = %s WHERE id = %s"
    with (
        pytest.raises(DatabaseError, match="Invalid transition"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, [after, trial.pk])
