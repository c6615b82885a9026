"""A large round, planned base by base: sent, done, put together, or given up."""

from datetime import time, timedelta
from uuid import uuid4

import pytest

from spark import clock
from spark.accounts.models import Role
from spark.accounts.scope import SYSTEM
from spark.campuses.models import Base
from tests.training.trials.studio import Studio
from training.studio.actions import add_shifts
from training.timetable import actions
from training.timetable.actions.parts import beat_part, take_part
from training.timetable.actions.solving import Overtaken
from training.timetable.actions.working import work, work_part
from training.timetable.models import Plan, SolvePart, SolveRun
from training.timetable.stages import RunState

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def studio(world, settings) -> Studio:
    """Two bases, each with slots of two seats on ten days and a mentor on shift."""
    settings.SOLVE_PARTS_FROM = 4
    studio = Studio(world)
    other = Base.objects.create(
        code="QTJD", name_zh="钱塘基地", name_en="Qiantang base", region=world.region
    )
    room = studio.live_room("星选二间", base=other)
    mentors = [
        (world.base, world.mentor),
        (other, world.user("mentor-two", "沈师傅", Role.MENTOR, other)),
    ]
    for days in range(1, 11):
        studio.slot(days, "14:00")
        studio.slot(days, "14:00", room=room)
    for base, mentor in mentors:
        for days in range(14):
            add_shifts(
                actor=SYSTEM,
                mentor=mentor,
                base=base,
                day=studio.day(days),
                starts=time(9),
                ends=time(21),
            )
    for _ in range(6):
        world.candidate("competing")
    return studio


def shared_out(studio: Studio) -> SolveRun:
    run = actions.ask_for_plan(actor=studio.world.office, pk=studio.round.pk, seconds=1)
    work(run.pk)
    run.refresh_from_db()
    return run


def test_parts_are_solved_and_put_together(studio):
    run = shared_out(studio)
    first, second, last = run.parts.all()
    assert (run.state, run.plan) == (RunState.RUNNING, None)
    assert len(first.people) + len(second.people) == 6
    assert {len(first.people), len(second.people)} == {3}
    work_part(last.pk)  # not its turn
    work_part(second.pk)
    work_part(second.pk)  # delivered twice
    assert Plan.objects.count() == 0
    work_part(first.pk)
    work_part(last.pk)
    run.refresh_from_db()
    assert (run.state, run.share) == (RunState.SUCCEEDED, 1)
    assert run.figures["plan"]["coverage"] == 100
    rooms = {entry.slot.room_id for entry in run.plan.entries.all()}
    assert len(rooms) == 2
    assert actions.foresee(run.plan, clock.now()).blocks == []


def test_progress_is_that_of_all_parts(studio):
    run = shared_out(studio)
    first, second, _last = [
        take_part(actor=SYSTEM, part_id=part.pk, token=uuid4()) or part
        for part in run.parts.all()
    ]
    beat_part(first, share=0.5, coverage=80.0, mad=4.0)
    run.refresh_from_db()
    assert (run.share, run.coverage) == (pytest.approx(0.225), None)
    beat_part(second, share=1, coverage=100.0, mad=2.0)
    run.refresh_from_db()
    assert (run.coverage, run.mad) == (90, 3)


def test_a_silent_part_ends_the_run_and_the_others_notice(studio):
    run = shared_out(studio)
    lost, other, _last = run.parts.all()
    take_part(actor=SYSTEM, part_id=lost.pk, token=uuid4())
    later = clock.now() + timedelta(seconds=31)
    goes_on = take_part(actor=SYSTEM, part_id=other.pk, token=uuid4(), at=later)
    beat_part(goes_on, at=later)
    assert actions.sweep_runs(actor=SYSTEM, at=later) == 1
    run.refresh_from_db()
    assert (run.state, run.failure) == (RunState.FAILED, "run-silent")
    with pytest.raises(Overtaken):
        beat_part(goes_on)
    assert take_part(actor=SYSTEM, part_id=run.parts.last().pk, token=uuid4()) is None


def test_a_part_nobody_took_waits_and_is_sent_again(studio):
    run = shared_out(studio)
    later = clock.now() + timedelta(minutes=3)
    assert actions.sweep_runs(actor=SYSTEM, at=later) == 0
    sent = SolvePart.objects.exclude(beat_at=None)
    assert {part.beat_at for part in sent} == {later}
    assert sent.count() == 2
    run.refresh_from_db()
    assert run.state == RunState.RUNNING


def test_a_stopped_run_keeps_nothing_of_its_parts(studio):
    run = shared_out(studio)
    actions.stop_run(actor=studio.world.office, pk=run.pk)
    for part in run.parts.all():
        work_part(part.pk)
    assert not SolvePart.objects.exclude(solution=None).exists()


def test_a_repair_is_not_shared_out(studio):
    run = shared_out(studio)
    for part in run.parts.all():
        work_part(part.pk)
    run.refresh_from_db()
    again = actions.ask_for_plan(
        actor=studio.world.office,
        pk=studio.round.pk,
        seconds=1,
        base_id=run.plan_id,
        is_repair=True,
    )
    work(again.pk)
    again.refresh_from_db()
    assert (again.state, again.parts.count()) == (RunState.SUCCEEDED, 0)


def test_the_page_says_how_many_parts_are_done(studio, client):
    run = shared_out(studio)
    work_part(run.parts.first().pk)
    client.force_login(studio.world.office)
    page = client.get(f"/runs/{run.pk}/")
    assert "2 份中已完成 1 份" in page.content.decode()
