"""A round planned by the solver: asked for, followed, kept, lost."""

from datetime import time, timedelta
from uuid import uuid4

import pytest

from spark import clock
from spark.accounts.scope import SYSTEM
from spark.errors import Refused
from spark.notifications.models import Message
from tests.training.trials.studio import Studio
from training.studio.actions import add_shifts
from training.studio.models import Slot
from training.timetable import actions
from training.timetable.actions.solving import Overtaken, beat, keep_plan, take_run
from training.timetable.actions.working import work
from training.timetable.models import Plan, SolveRun
from training.timetable.queries import entries_of
from training.timetable.stages import PlanState, RunState
from training.trials.actions import cancel, close_round
from training.trials.models import Round, Trial

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def studio(world) -> Studio:
    """With a slot of two seats on each of ten days, and a mentor on shift."""
    studio = Studio(world)
    for days in range(1, 11):
        studio.slot(days, "14:00")
    on_shift(world, studio.day(0))
    return studio


def on_shift(world, day) -> None:
    for number in range(14):
        add_shifts(
            actor=SYSTEM,
            mentor=world.mentor,
            base=world.base,
            day=day + timedelta(days=number),
            starts=time(9),
            ends=time(21),
        )


def asked(studio, **more) -> SolveRun:
    given = {"actor": studio.world.office, "pk": studio.round.pk, "seconds": 1}
    return actions.ask_for_plan(**given | more)


def solved(studio, **more) -> SolveRun:
    run = asked(studio, **more)
    work(run.pk)
    run.refresh_from_db()
    return run


def places(plan: Plan) -> set[tuple[int, int]]:
    return {(entry.candidate_id, entry.slot_id) for entry in plan.entries.all()}


def test_a_plan_gives_everybody_their_trials(studio):
    people = [studio.world.candidate("competing") for _ in range(4)]
    run = solved(studio)
    assert (run.state, run.plan.state) == (RunState.SUCCEEDED, PlanState.DRAFT)
    assert run.figures["plan"]["coverage"] == 100
    counts = {candidate.pk: 0 for candidate in people}
    for candidate, _slot in places(run.plan):
        counts[candidate] += 1
    assert set(counts.values()) == {studio.round.trials_each}
    assert Message.objects.filter(kind="plan-made").count() == 1
    changes = actions.foresee(run.plan, clock.now())
    assert changes.blocks == []


def test_publishing_gives_the_slots_their_mentors(studio):
    studio.world.candidate("competing")
    plan = solved(studio).plan
    studio.publish(plan)
    used = Slot.objects.filter(trials__isnull=False)
    assert {slot.mentor for slot in used} == {studio.world.mentor}
    assert not Slot.objects.filter(trials=None, mentor__isnull=False).exists()


def test_a_repair_keeps_what_takes_place(studio):
    for _ in range(3):
        studio.world.candidate("competing")
    studio.publish(solved(studio).plan)
    off, *kept = Trial.objects.order_by("pk")
    cancel(actor=SYSTEM, ids=[off.pk], reason="考试")
    published = Plan.objects.get(state=PlanState.PUBLISHED)
    run = solved(studio, base_id=published.pk, is_repair=True)
    assert {(entry.candidate_id, entry.slot_id) for entry in kept} <= places(run.plan)
    changes = run.figures["changes"]
    assert (changes["kept"], changes["removed"], changes["added"]) == (5, 0, 1)


def test_a_slot_emptied_by_hand_gets_no_mentor(studio):
    studio.world.candidate("competing")
    plan = solved(studio).plan
    first, *_others = plan.entries.order_by("pk")
    actions.take_out(actor=SYSTEM, pk=plan.pk, entry_id=first.pk)
    studio.publish(plan)
    assert Slot.objects.get(pk=first.slot_id).mentor is None


def test_a_mentor_bound_to_a_room_gets_no_other_at_that_time(studio):
    """By hand, by a trial of another round, by a plan that named no mentors."""
    second = studio.live_room("星选二间")
    bound = studio.slot(4, "14:30", room=second, mentor=studio.world.mentor)
    other = Round.objects.create(
        campaign=studio.campaign,
        number=2,
        starts_on=studio.round.starts_on,
        ends_on=studio.round.ends_on,
    )
    held = studio.slot(6, "13:30", room=second, mentor=studio.world.mentor)
    rival = studio.world.candidate("competing")
    Trial.objects.create(
        candidate=rival,
        person_id=rival.person_id,
        round=other,
        slot=held,
        seat=studio.seat(1, second),
        during=held.during,
    )
    early = studio.slot(1, "13:30", room=second, mentor=studio.world.mentor)
    plan = studio.draft()
    studio.place(plan, rival, early)
    studio.publish(plan)
    for _newcomer in range(14):
        studio.world.candidate("competing")
    published = Plan.objects.get(state=PlanState.PUBLISHED)
    found = solved(studio, base_id=published.pk, is_repair=True).plan
    studio.publish(found)
    given = dict(Slot.objects.filter(mentor__isnull=False).values_list("pk", "room"))
    assert given[bound.pk] == given[held.pk] == given[early.pk] == second.pk
    used = Slot.objects.filter(room=studio.room, trials__isnull=False)
    overlapped = {studio.day(n) for n in (1, 4, 6)}
    assert not {clock.day(slot.starts_at) for slot in used} & overlapped


def test_what_is_pinned_or_locked_stays_when_planned_from_scratch(studio):
    first, second = (studio.world.candidate("competing") for _ in range(2))
    plan = studio.draft()
    slots = list(Slot.objects.order_by("starts_at"))
    pinned = studio.place(plan, first, slots[3])
    actions.pin(actor=SYSTEM, pk=plan.pk, entry_id=pinned.pk)
    actions.lock(actor=SYSTEM, pk=plan.pk, slot_id=slots[4].pk)
    found = places(solved(studio, base_id=plan.pk).plan)
    assert (first.pk, slots[3].pk) in found
    assert slots[4].pk not in {slot for _candidate, slot in found}
    assert {candidate for candidate, _slot in found} == {first.pk, second.pk}


def test_who_cannot_be_planned_is_named_with_the_reason(studio):
    untested = studio.world.candidate("competing")
    untested.permits.all().delete()
    run = solved(studio)
    (short,) = run.figures["short"]
    assert (short["candidate"], short["placed"]) == (untested.pk, 0)
    assert short["reasons"] == [["host-without-test", 10]]
    assert run.plan.entries.count() == 0


def test_one_run_at_a_time(studio):
    asked(studio)
    with pytest.raises(Refused) as refused:
        asked(studio)
    assert refused.value.code == "run-going"


def test_a_late_delivery_does_nothing(studio):
    run = asked(studio)
    assert take_run(actor=SYSTEM, run_id=run.pk, token=uuid4())
    assert take_run(actor=SYSTEM, run_id=run.pk, token=uuid4()) is None
    work(run.pk)
    assert Plan.objects.count() == 0


def test_a_stopped_run_keeps_nothing(studio):
    run = asked(studio)
    taken = take_run(actor=SYSTEM, run_id=run.pk, token=uuid4())
    actions.stop_run(actor=studio.world.office, pk=run.pk)
    with pytest.raises(Overtaken):
        beat(taken, share=0.5)
    given = {"places": [], "mentors": {}, "figures": {}}
    with pytest.raises(Overtaken):
        keep_plan(actor=SYSTEM, run=taken, **given)
    assert Plan.objects.count() == 0


def test_a_silent_worker_is_given_up_and_planning_again_works(studio):
    studio.world.candidate("competing")
    studio.publish(solved(studio).plan)
    run = asked(studio)
    taken = take_run(actor=SYSTEM, run_id=run.pk, token=uuid4())
    later = clock.now() + timedelta(seconds=29)
    assert actions.sweep_runs(actor=SYSTEM, at=later) == 0
    assert actions.sweep_runs(actor=SYSTEM, at=later + timedelta(seconds=2)) == 1
    run.refresh_from_db()
    assert (run.state, run.failure) == (RunState.FAILED, "run-silent")
    with pytest.raises(Overtaken):
        beat(taken)
    assert Plan.objects.filter(state=PlanState.PUBLISHED).count() == 1
    assert solved(studio).state == RunState.SUCCEEDED


def test_a_run_nobody_took_is_sent_again(studio):
    run = asked(studio)
    SolveRun.objects.update(beat_at=clock.now() - timedelta(minutes=3))
    actions.sweep_runs(actor=SYSTEM)
    run.refresh_from_db()
    assert run.state == RunState.QUEUED
    assert clock.now() - run.beat_at < timedelta(minutes=1)


def test_what_is_refused_fails_the_run(studio):
    studio.world.candidate("competing")
    run = asked(studio)
    close_round(actor=SYSTEM, pk=studio.round.pk)
    work(run.pk)
    run.refresh_from_db()
    assert (run.state, run.failure) == (RunState.FAILED, "round-closed")


def test_seats_of_a_slot_are_given_once(studio):
    for _ in range(4):
        studio.world.candidate("competing")
    plan = solved(studio).plan
    taken = [(entry.slot_id, entry.seat_id) for entry in entries_of(plan)]
    assert len(set(taken)) == len(taken)
