"""The solver in a worker of its own, and what a killed one leaves behind."""

import signal
import time
from datetime import timedelta

import pytest

from spark.accounts.scope import SYSTEM
from tests.conftest import start_worker
from tests.faults.running import eventually
from tests.training.trials.studio import Studio
from training.trials import actions
from training.trials.models import Plan, SolveRun
from training.trials.stages import PlanState, RunState


@pytest.fixture
def studio(world, transactional_db) -> Studio:
    """Two people, ten slots, a mentor on shift at their time."""
    studio = Studio(world)
    for days in range(1, 11):
        slot = studio.slot(days, "14:00")
        actions.add_shifts(
            actor=SYSTEM,
            mentor=world.mentor,
            base=world.base,
            day=studio.day(days),
            starts=slot.during.lower.time().replace(hour=9),
            ends=slot.during.lower.time().replace(hour=21),
        )
    for _ in range(2):
        world.candidate("competing")
    return studio


def asked(studio: Studio, seconds: int) -> SolveRun:
    office = studio.world.office
    given = {"round_id": studio.round.pk, "seconds": seconds}
    return actions.ask_for_plan(actor=office, **given)


def until(run: SolveRun, *states: str) -> SolveRun:
    def there() -> bool:
        run.refresh_from_db()
        return run.state in states

    eventually(there, 60)
    return run


@pytest.mark.faults
def test_a_killed_worker_fails_its_run_and_harms_nothing(studio, worker):
    first = until(asked(studio, 1), RunState.SUCCEEDED, RunState.FAILED)
    studio.publish(first.plan)
    run = until(asked(studio, 120), RunState.RUNNING)
    eventually(lambda: SolveRun.objects.get(pk=run.pk).coverage, 30)
    worker.kill()
    began = time.monotonic()
    while not actions.sweep_runs(actor=SYSTEM):
        assert time.monotonic() - began < 60
        time.sleep(1)
    run.refresh_from_db()
    assert (run.state, run.failure) == (RunState.FAILED, "run-silent")
    assert time.monotonic() - began > timedelta(seconds=25).total_seconds()
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
    actions.stop_run(actor=studio.world.office, run_id=run.pk)
    again = asked(studio, 1)
    assert until(again, RunState.SUCCEEDED).plan.number == 1
