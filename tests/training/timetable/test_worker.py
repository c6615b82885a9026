"""The solver in a worker of its own, and what a killed one leaves behind."""

import signal
import time
from datetime import time as clock
from datetime import timedelta

import pytest

from spark.accounts.models import Role, User
from spark.accounts.scope import SYSTEM
from spark.campuses.models import Base
from tests.conftest import start_worker
from tests.faults.running import eventually
from tests.training.trials.studio import Studio
from training.studio.actions import add_shifts
from training.studio.models import LiveRoom
from training.timetable import actions
from training.timetable.models import Plan, SolvePart, SolveRun
from training.timetable.stages import PlanState, RunState


@pytest.fixture
def studio(world, transactional_db) -> Studio:
    """Two people, ten slots, a mentor on shift at their time."""
    studio = Studio(world)
    for days in range(1, 11):
        open_with(studio, days, studio.room, world.mentor)
    for _ in range(2):
        world.candidate("competing")
    return studio


@pytest.fixture
def larger(studio) -> Studio:
    """Two people more, and as many slots at another base."""
    world = studio.world
    base = Base.objects.create(
        code="QTJD", name_zh="钱塘基地", name_en="Qiantang base", region=world.region
    )
    room = studio.live_room("星选二间", base=base)
    mentor = world.user("mentor-two", "沈师傅", Role.MENTOR, base)
    for days in range(1, 11):
        open_with(studio, days, room, mentor)
    for _ in range(2):
        world.candidate("competing")
    return studio


def open_with(studio: Studio, days: int, room: LiveRoom, mentor: User) -> None:
    """A slot with a shift around it."""
    studio.slot(days, "14:00", room=room)
    add_shifts(
        actor=SYSTEM,
        mentor=mentor,
        base=room.base,
        day=studio.day(days),
        starts=clock(9),
        ends=clock(21),
    )


def asked(studio: Studio, seconds: int) -> SolveRun:
    office = studio.world.office
    given = {"pk": studio.round.pk, "seconds": seconds}
    return actions.ask_for_plan(actor=office, **given)


def until(run: SolveRun, *states: str) -> SolveRun:
    def there() -> bool:
        run.refresh_from_db()
        return run.state in states

    eventually(there, 180)
    return run


def fails(run: SolveRun) -> float:
    """How many seconds it takes until the run is given up as silent."""
    began = time.monotonic()
    while not actions.sweep_runs(actor=SYSTEM):
        assert time.monotonic() - began < 180
        time.sleep(1)
    run.refresh_from_db()
    assert (run.state, run.failure) == (RunState.FAILED, "run-silent")
    return time.monotonic() - began


@pytest.mark.faults
def test_a_killed_worker_fails_its_run_and_harms_nothing(studio, worker):
    first = until(asked(studio, 1), RunState.SUCCEEDED, RunState.FAILED)
    studio.publish(first.plan)
    run = until(asked(studio, 120), RunState.RUNNING)
    eventually(lambda: SolveRun.objects.get(pk=run.pk).coverage, 30)
    worker.kill()
    took = fails(run)
    assert took > timedelta(seconds=25).total_seconds()
    assert Plan.objects.get(state=PlanState.PUBLISHED) == first.plan
    assert Plan.objects.count() == 1
    another = start_worker()
    try:
        again = until(asked(studio, 1), RunState.SUCCEEDED, RunState.FAILED)
        assert again.state == RunState.SUCCEEDED
    finally:
        another.send_signal(signal.SIGTERM)
        another.wait(20)


@pytest.mark.faults
def test_a_stopped_run_ends_in_its_worker_soon(studio, worker):
    run = until(asked(studio, 120), RunState.RUNNING)
    eventually(lambda: SolveRun.objects.get(pk=run.pk).coverage, 30)
    actions.stop_run(actor=studio.world.office, pk=run.pk)
    again = asked(studio, 1)
    assert until(again, RunState.SUCCEEDED).plan.number == 1


@pytest.mark.faults
def test_one_of_two_workers_killed_fails_the_run_they_share(larger):
    lost, other = (start_worker(SOLVE_PARTS_FROM="4") for _ in range(2))
    try:
        run = until(asked(larger, 120), RunState.RUNNING)
        taken = SolvePart.objects.filter(run=run, token__isnull=False)
        eventually(lambda: taken.count() == 2, 30)
        lost.kill()
        lost.wait(20)
        fails(run)
        again = until(asked(larger, 1), RunState.SUCCEEDED, RunState.FAILED)
        assert (again.state, again.parts.count()) == (RunState.SUCCEEDED, 3)
        assert again.figures["plan"]["coverage"] == 100
    finally:
        other.send_signal(signal.SIGTERM)
        other.wait(20)
