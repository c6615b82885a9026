"""Publishing a plan: what it makes, moves, cancels and refuses."""

from functools import partial

import pytest

from candidates.incubation import actions as incubation
from candidates.incubation.models import Incubation
from spark.accounts.scope import SYSTEM
from spark.duties.models import Duty
from spark.notifications.models import Message
from tests.story import (
    at_once,
    duties,
    leaving,
    message_keys,
    messages_sent,
    outcome,
    record_of,
    who_may,
)
from tests.training.trials.studio import Studio
from tests.world import World, passed_test
from training.course import actions as course
from training.course.models import Enrolment
from training.timetable import actions
from training.timetable.actions.foreseeing import look
from training.timetable.models import Plan
from training.trials.actions import cancel, confirm, open_round
from training.trials.models import Trial


@pytest.fixture
def studio(world) -> Studio:
    return Studio(world)


def stands(trial: Trial) -> tuple:
    trial.refresh_from_db()
    return trial.state, trial.slot, trial.seat.number


def test_a_plan_makes_trials_and_asks_the_college_to_confirm(studio):
    candidate, slot = studio.world.candidate("competing"), studio.slot()
    plan, before = studio.draft(), message_keys()
    studio.place(plan, candidate, slot)
    assert not Trial.objects.exists()
    changes = studio.publish(plan)
    trial = Trial.objects.get()
    assert stands(trial) == ("planned", slot, 1)
    assert (trial.person, trial.during) == (candidate.person, slot.during)
    assert [entry.candidate for entry in changes.new] == [candidate]
    assert duties(candidate) >= {("trial-confirm", "coordinator")}
    assert messages_sent(before) == {("plan-published", "lin")}
    duty = Duty.objects.get(code="trial-confirm")
    assert duty.due_at == studio.time(1, "10:00")


def test_the_next_plan_moves_and_cancels_and_trials_keep_their_identity(studio):
    kept, moved, called_off = (studio.world.candidate("competing") for _ in range(3))
    slots = [studio.slot(2, clock) for clock in ("09:00", "10:00", "11:00", "14:00")]
    first = studio.draft()
    for candidate, slot in zip((kept, moved, called_off), slots, strict=False):
        studio.place(first, candidate, slot)
    studio.publish(first)
    trials = {trial.candidate: trial for trial in Trial.objects.all()}
    confirm(actor=SYSTEM, ids=[trial.pk for trial in trials.values()])
    second = studio.draft()
    assert second.entries.count() == 3
    second.entries.exclude(candidate=kept).delete()
    studio.place(second, moved, slots[3])
    before = message_keys()
    changes = studio.publish(second)
    assert (len(changes.new), len(changes.moved), len(changes.cancelled)) == (0, 1, 1)
    assert {candidate: stands(trial) for candidate, trial in trials.items()} == {
        kept: ("confirmed", slots[0], 1),
        moved: ("planned", slots[3], 1),
        called_off: ("cancelled", slots[2], 1),
    }
    facts = Message.objects.exclude(pk__in=before).filter(channel="email").get().facts
    assert facts == {"number": 1, "count": 2, "new": 0, "moved": 1, "cancelled": 1}
    assert duties(moved) >= {("trial-confirm", "coordinator")}
    assert ("trial-confirm", "coordinator") not in duties(called_off)
    states = dict(Plan.objects.values_list("number", "state"))
    assert states == {1: "superseded", 2: "published"}


def test_two_swap_their_slots_at_once(studio):
    people = [studio.world.candidate("competing") for _ in range(2)]
    slots = [studio.slot(2, clock) for clock in ("09:00", "10:00")]
    first, second = studio.draft(), None
    for candidate, slot in zip(people, slots, strict=True):
        studio.place(first, candidate, slot)
    studio.publish(first)
    trials = [Trial.objects.get(candidate=candidate) for candidate in people]
    second = studio.draft(empty=True)
    for candidate, slot in zip(people, reversed(slots), strict=True):
        studio.place(second, candidate, slot)
    studio.publish(second)
    assert [stands(trial)[1] for trial in trials] == slots[::-1]


def test_another_seat_of_the_same_slot_needs_no_new_word(studio):
    trial = studio.trial("confirmed")
    plan = studio.draft(empty=True)
    studio.place(plan, trial.candidate, trial.slot, 2)
    studio.publish(plan)
    assert stands(trial) == ("confirmed", trial.slot, 2)


@pytest.mark.parametrize("state", ["live", "finished", "aborted", "no_show"])
def test_what_has_happened_is_left_alone(studio, state):
    trial = studio.trial(state)
    plan = studio.draft()
    assert not plan.entries.exists()
    assert studio.publish(plan).cancelled == []
    assert stands(trial)[0] == state


def test_a_trial_that_began_since_the_draft_is_kept(studio):
    trial = studio.trial()
    plan = studio.draft()
    changes = studio.publish(plan, at=studio.time(2, "10:30"))
    assert (changes.cancelled, changes.moved, changes.new) == ([], [], [])
    assert stands(trial)[0] == "planned"


def test_a_plan_drafted_before_another_was_published_would_undo_it(studio):
    mine, theirs = studio.draft(), studio.draft()
    studio.publish(theirs)
    assert outcome(partial(studio.publish, mine)) == "plan-overtaken"
    assert outcome(partial(studio.publish, theirs)) == "state-moved"


def test_what_changed_since_one_looked_is_not_published(studio):
    trial = studio.trial()
    plan = studio.draft(empty=True)
    seen = actions.foresee(plan, studio.time(0, "00:00")).digest
    cancel(actor=SYSTEM, ids=[trial.pk], reason="考试")
    assert outcome(partial(studio.publish, plan, seen=seen)) == "plan-changed"


def test_only_the_office_drafts_places_and_publishes(studio):
    plan = studio.draft()
    publish = partial(actions.publish, pk=plan.pk)
    everybody = set(studio.world.people)
    assert who_may(studio.world, publish) == {"done": {"office"}}
    draft = partial(actions.draft_plan, pk=studio.round.pk)
    assert who_may(studio.world, draft) == {"done": {"office"}}
    assert everybody > {"office"}


def left(world: World, candidate) -> None:
    pk = record_of(Enrolment, candidate).pk
    leaving(course.leave)(actor=SYSTEM, ids=[pk], reason="升学")


def suspended(world: World, candidate) -> None:
    pk = record_of(Incubation, candidate).pk
    incubation.suspend(actor=SYSTEM, ids=[pk], reason="期末考试")


@pytest.mark.parametrize(
    ("change", "said"), [(left, "not-competing"), (suspended, "competitor-suspended")]
)
def test_who_is_out_since_is_not_published(studio, change, said):
    candidate, plan = studio.world.candidate("competing"), studio.draft()
    studio.place(plan, candidate, studio.slot())
    change(studio.world, candidate)
    assert outcome(partial(studio.publish, plan)) == said
    assert not Trial.objects.exists()


REFUSED = {
    "slot-past": {"days": 0, "clock": "00:00"},
    "slot-outside-round": {"days": 14},
    "host-at-night": {"days": 2, "clock": "21:30"},
    "host-day-too-long": {"days": 2, "clock": "08:00", "hours": 9},
}


@pytest.mark.parametrize(("said", "slot"), REFUSED.items(), ids=REFUSED)
def test_a_slot_nobody_may_take_is_refused_at_once(studio, said, slot):
    plan = studio.draft()
    place = partial(
        studio.place, plan, studio.world.candidate("competing"), studio.slot(**slot)
    )
    assert outcome(place) == said


def test_a_seat_and_a_person_are_taken_once(studio):
    first, second = (studio.world.candidate("competing") for _ in range(2))
    slot, plan = studio.slot(), studio.draft()
    elsewhere = studio.slot(room=studio.live_room("星选二间"))
    studio.place(plan, first, slot)
    assert outcome(partial(studio.place, plan, second, slot)) == "seat-taken"
    assert outcome(partial(studio.place, plan, first, slot, 2)) == "person-booked"
    assert outcome(partial(studio.place, plan, first, elsewhere)) == "person-booked"
    assert outcome(partial(studio.place, plan, second, slot, 2)) == "done"


def test_a_trial_of_another_round_holds_its_seat_and_its_person(studio):
    trial = studio.trial()
    later = open_round(
        actor=SYSTEM,
        pk=studio.campaign.pk,
        starts_on=studio.day(0),
        ends_on=studio.day(5),
    )
    plan = actions.draft_plan(actor=SYSTEM, pk=later.pk)
    other = studio.world.candidate("competing")
    elsewhere = studio.slot(room=studio.live_room("星选二间"))
    assert outcome(partial(studio.place, plan, other, trial.slot)) == "seat-taken"
    act = partial(studio.place, plan, trial.candidate, elsewhere)
    assert outcome(act) == "person-booked"


def test_two_publishing_at_once_are_not_both_right(transactional_db):
    studio = Studio(World())
    plans = [studio.draft(), studio.draft()]
    slot = studio.slot()
    for plan in plans:
        studio.place(plan, studio.world.candidate("competing"), slot)
    acts = [partial(studio.publish, plan) for plan in plans]
    assert at_once(*acts) == ["done", "plan-overtaken"]
    assert Trial.objects.count() == 1


def test_what_changes_between_the_look_and_the_locks_is_judged_again(studio):
    plan, candidate = studio.draft(), studio.world.candidate("competing")
    studio.place(plan, candidate, studio.slot())
    at = studio.time(0, "00:00")
    outlook = look(plan, at)
    candidate.permits.all().delete()
    act = partial(studio.publish, plan, outlook=outlook, at=at)
    assert outcome(act) == "host-without-test"
    assert not Trial.objects.exists()
    passed_test(candidate.pk)
    act(outlook=look(plan, at))
    assert Trial.objects.get().candidate == candidate
