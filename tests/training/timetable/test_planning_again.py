"""A round under way planned again: what stands is taken as given, lawful or not."""

from datetime import time, timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from candidates.register.models import Candidate
from spark import clock
from spark.accounts.models import Role
from spark.accounts.scope import SYSTEM
from spark.campuses.models import Base
from spark.errors import Refused
from tests.training.trials.studio import Studio
from tests.world import passed_test
from training.hosts.actions import set_week
from training.solver.progress import ignore
from training.studio.actions import add_shifts, block_rooms
from training.timetable import actions
from training.timetable.actions.making import make_plan
from training.timetable.actions.solving import take_run
from training.timetable.models import Plan, SolveRun
from training.timetable.stages import PlanState, RunState
from training.trials.actions import cancel, confirm, finish, go_live, no_show
from training.trials.models import Trial

CLOCKS = ("09:00", "13:30", "20:30", "23:00")
SLOW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture
def studio(world) -> Studio:
    """Ten days with a slot of two seats at each of CLOCKS, a mentor by day only."""
    studio = Studio(world)
    for days in range(1, 10):
        for start in CLOCKS:
            studio.slot(days, start, hours=2 if start == "23:00" else 1)
        studio.shift(days, "08:00", "16:00")
    return studio


def planned_again(studio: Studio, at, **more) -> SolveRun:
    """As a worker does it, at that moment."""
    published = Plan.objects.filter(state=PlanState.PUBLISHED).first()
    run = actions.ask_for_plan(
        actor=studio.world.office,
        pk=studio.round.pk,
        seconds=1,
        base_id=published.pk if published else None,
        at=at,
        **more,
    )
    taken = take_run(actor=SYSTEM, run_id=run.pk, token=uuid4(), at=at)
    make_plan(taken, ignore, at=at)
    run.refresh_from_db()
    return run


def places(plan: Plan) -> set[tuple[int, int]]:
    return set(plan.entries.values_list("candidate_id", "slot_id"))


def lesson(candidate, day, starts: str = "08:00", ends: str = "12:00") -> None:
    row = (
        "lesson",
        day.weekday(),
        time.fromisoformat(starts),
        time.fromisoformat(ends),
    )
    set_week(actor=SYSTEM, ids=[candidate.pk], times=[row])


def test_a_trial_that_is_over_breaks_no_rule_of_the_next_plan(studio):
    world = studio.world
    host, other = (world.candidate("competing") for _ in range(2))
    past = studio.trial("finished", host, studio.room.slots.order_by("pk")[0])
    lesson(host, studio.day(1))
    at = studio.time(2, "08:00")
    run = planned_again(studio, at)
    assert run.state == RunState.SUCCEEDED
    given = {
        (row["candidate"], row["slot"], row["code"]) for row in run.figures["given"]
    }
    fact = (host.pk, past.slot_id)
    assert given == {(*fact, "lesson"), (*fact, "mentor")}
    counts = [who for who, _slot in places(run.plan)]
    assert (counts.count(host.pk), counts.count(other.pk)) == (1, 2)
    assert actions.foresee(run.plan, at).blocks == []


def test_what_was_published_with_a_reason_is_kept_and_named_in_a_repair(studio):
    host = studio.world.candidate("competing")
    slots = {
        f"{clock.local(s.during.lower):%d %H:%M}": s for s in studio.room.slots.all()
    }
    evening = slots[f"{studio.day(3):%d} 20:30"]
    plan = studio.draft()
    studio.place(plan, host, evening)
    studio.publish(plan)
    run = planned_again(studio, studio.time(1, "08:00"), is_repair=True)
    assert (host.pk, evening.pk) in places(run.plan)
    assert [row["code"] for row in run.figures["given"]] == ["mentor"]


def test_what_may_not_be_published_any_more_is_let_go_in_a_repair(studio):
    host = studio.world.candidate("competing")
    slot = studio.room.slots.order_by("pk")[8]
    plan = studio.draft()
    studio.place(plan, host, slot)
    studio.publish(plan)
    day = clock.day(slot.during.lower)
    lesson(host, day, "08:00", "12:00")
    run = planned_again(studio, studio.time(1, "08:00"), is_repair=True)
    assert (host.pk, slot.pk) not in places(run.plan)
    assert run.figures["given"] == []
    assert run.plan.entries.count() == 2


def test_a_pin_on_a_seat_that_is_gone_is_no_fact(studio):
    host = studio.world.candidate("competing")
    slot = studio.room.slots.order_by("pk")[8]
    plan = studio.draft()
    entry = studio.place(plan, host, slot)
    actions.pin(actor=SYSTEM, pk=plan.pk, entry_id=entry.pk)
    studio.publish(plan)
    block_rooms(
        actor=studio.world.office,
        ids=[studio.room.pk],
        starts=slot.during.lower,
        ends=slot.during.upper,
    )
    run = planned_again(studio, studio.time(1, "08:00"), is_repair=True)
    assert (host.pk, slot.pk) not in places(run.plan)
    assert run.plan.entries.count() == 2


# Whatever can be published by hand, a run can continue from ------------------------


@pytest.fixture
def people(studio) -> list[Candidate]:
    """The last has a filing, so that nights are open too."""
    people = [studio.world.candidate("competing") for _ in range(3)]
    filed = {"kind": "filing", "score": None, "reference": "杭教备〔2026〕12号"}
    passed_test(people[-1].pk, **filed)
    return people


@SLOW
@given(data=st.data())
def test_a_run_continues_from_whatever_was_published_by_hand(studio, people, data):
    with transaction.atomic():
        _publish_some(studio, people, data)
        at = studio.time(
            data.draw(st.integers(1, 6)), data.draw(st.sampled_from(CLOCKS))
        )
        _go_through(at, data)
        _disturb(studio, people, data)
        run = planned_again(studio, at, is_repair=data.draw(st.booleans()))
        assert run.state == RunState.SUCCEEDED
        _holds(run, at)
        transaction.set_rollback(True)


def _publish_some(studio, people, data) -> None:
    """Places as somebody might choose them; what is refused is left out."""
    plan = studio.draft()
    slots = list(studio.room.slots.order_by("starts_at"))
    for _ in range(data.draw(st.integers(1, 8))):
        who, slot = (
            data.draw(st.sampled_from(people)),
            data.draw(st.sampled_from(slots)),
        )
        _allowed(studio.place, plan, who, slot, data.draw(st.integers(1, 2)))
    entries = list(plan.entries.all())
    for entry in data.draw(st.lists(st.sampled_from(entries))) if entries else ():
        actions.pin(actor=SYSTEM, pk=plan.pk, entry_id=entry.pk)
    studio.publish(plan)


def _allowed(act, *args, **given) -> None:
    with transaction.atomic():
        try:
            act(*args, **given)
        except Refused:
            transaction.set_rollback(True)


def _go_through(at, data) -> None:
    """Each trial that should have begun by then did, or didn't."""
    for trial in Trial.objects.filter(starts_at__lte=at).order_by("starts_at"):
        given = {"actor": SYSTEM, "ids": [trial.pk]}
        fate = data.draw(
            st.sampled_from(["", "live", "finished", "no_show", "cancelled"])
        )
        if fate in ("live", "finished"):
            _allowed(confirm, **given)
            _allowed(go_live, at=trial.during.lower, **given)
        match fate:
            case "finished" if trial.during.upper <= at:
                _allowed(finish, at=trial.during.upper, **given)
            case "no_show":
                _allowed(no_show, at=at, reason="联系不上", **given)
            case "cancelled":
                _allowed(cancel, reason="考试", **given)


def _disturb(studio, people, data) -> None:
    """What comes between two plans: lessons, repairs, fewer trials, other mentors."""
    day = studio.day(data.draw(st.integers(1, 9)))
    match data.draw(st.integers(0, 6)):
        case 1:
            lesson(people[0], day, "08:00", "14:00")
        case 2:
            studio.world.mentor.shifts.all().delete()
        case 3:
            type(studio.round).objects.update(trials_each=1, minimum_trials=1)
        case 4:
            block_rooms(
                actor=studio.world.office,
                ids=[studio.room.pk],
                starts=clock.midnight(day),
                ends=clock.midnight(day + timedelta(days=1)),
            )
        case 5:
            people[1].permits.all().delete()
        case 6:
            _name_mentors(studio, data)


def _name_mentors(studio, data) -> None:
    """Some slots get mentors by hand: on shift or not, or on shift elsewhere too."""
    far = Base.objects.create(
        code="YCJD", name_zh="远处基地", name_en="Far", region=studio.world.region
    )
    other = studio.world.user("other", "程素", Role.MENTOR, far, studio.world.base)
    for base, days in ((far, (1, 2, 3)), (studio.world.base, (4,))):
        for number in days:
            add_shifts(
                actor=SYSTEM,
                mentor=other,
                base=base,
                day=studio.day(number),
                starts=time(8),
                ends=time(16),
            )
    slots = list(studio.room.slots.order_by("starts_at"))
    for slot in data.draw(st.lists(st.sampled_from(slots), max_size=6, unique=True)):
        slot.mentor = data.draw(st.sampled_from([studio.world.mentor, other]))
        slot.save()


def _holds(run: SolveRun, at) -> None:
    """The plan can be published, but for what it took as given."""
    given = {(row["candidate"], row["slot"]) for row in run.figures["given"]}
    names = {
        entry.candidate.person.name
        for entry in run.plan.entries.select_related("candidate__person")
        if (entry.candidate_id, entry.slot_id) in given
    }
    blocks = actions.foresee(run.plan, at).blocks
    for finding in blocks:
        assert finding.facts.get("name") in names, finding
    if not blocks:
        publish(run.plan, at)


def publish(plan: Plan, at) -> None:
    actions.publish(actor=SYSTEM, pk=plan.pk, reason="周末也播", at=at)
    plan.refresh_from_db()
    assert plan.state == PlanState.PUBLISHED
