"""The solver's plans: lawful always, the same by the same seed, and explained."""

import time
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.timetables.invent import invented
from tests.training.solver.instances import events, facts, instances
from training.solver import reading
from training.solver.bound import bound
from training.solver.compiling import compiled
from training.solver.explain import shortages, unplaceable
from training.solver.figures import figures
from training.solver.problem import disturbed
from training.solver.progress import Progress
from training.solver.solve import solve
from training.solver.verify import violations
from training.solver.warm import example

SLOW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
SHORT = 0.01  # seconds: ten thousand moves


@SLOW
@given(instances())
def test_every_plan_is_lawful(instance):
    outcome = solve(instance, seconds=SHORT)
    assert violations(instance, outcome.solution) == {}


@SLOW
@given(st.data())
def test_every_repair_is_lawful(data):
    instance = data.draw(instances())
    base = solve(instance, seconds=SHORT).solution
    event = data.draw(events(instance))
    repaired = solve(instance, seconds=SHORT, base=base, event=event).solution
    assert violations(instance, repaired, base, event) == {}


@SLOW
@given(instances())
def test_what_is_fixed_stays(instance):
    plan = solve(instance, seconds=SHORT).solution
    fixed = plan.assignments[::2]
    pinned = replace(instance, fixed=fixed)
    again = solve(pinned, seconds=SHORT, seed=3).solution
    assert set(fixed) <= set(again.assignments)
    assert violations(pinned, again) == {}


@SLOW
@given(st.data())
def test_facts_that_break_rules_never_make_the_rest_unlawful(data):
    instance = data.draw(facts(data.draw(instances())))
    plan = solve(instance, seconds=SHORT).solution
    assert set(instance.fixed) <= set(plan.assignments)
    assert violations(instance, plan) == {}
    hold(instance, plan, figures(instance, plan))
    shortages(instance, plan)
    again = solve(instance, seconds=SHORT, base=plan, price=1000).solution
    assert violations(instance, again, plan) == {}


@SLOW
@given(instances(), st.booleans())
def test_bounds_and_reasons_hold(instance, locks):
    plan = solve(instance, seconds=SHORT).solution
    if locks:
        fixed = plan.assignments[::2]
        locked = instance.locked | {slot for _who, slot, _round in fixed}
        instance = replace(instance, fixed=fixed, locked=locked)
        plan = solve(instance, seconds=SHORT).solution
    hold(instance, plan, figures(instance, plan))
    found = figures(instance, plan)
    short = {
        (shortage.candidate, shortage.round): shortage
        for shortage in shortages(instance, plan)
    }
    missing = sum(shortage.wanted - shortage.placed for shortage in short.values())
    assert missing == found.need - found.got
    for shortage in unplaceable(instance):
        assert (
            short[shortage.candidate, shortage.round].placed
            <= shortage.placed
            < shortage.wanted
        )


@SLOW
@given(st.data())
def test_bounds_of_repairs_hold(data):
    instance = data.draw(instances())
    base = solve(instance, seconds=SHORT).solution
    event = data.draw(events(instance))
    plan = solve(instance, seconds=SHORT, base=base, event=event).solution
    found = figures(instance, plan, base, event)
    hold(disturbed(instance, event), plan, found, base=base, event=event)


def hold(instance, plan, found, **broken):
    """Both kinds of bounds are on the right side of what a plan reached."""
    problem = compiled(instance)
    for largest in (0, 1_000):
        least = bound(problem, found, largest=largest, **broken)
        assert found.coverage <= least.coverage + 1e-6
        assert found.mad >= least.mad - 1e-6


def test_bounds_know_what_cannot_be_moved():
    instance = example()
    fixed = tuple((slot.id, slot.id, 1) for slot in instance.slots)
    every = frozenset(slot.id for slot in instance.slots)
    stuck = replace(instance, fixed=fixed, locked=every)
    found = figures(stuck, solve(stuck, seconds=SHORT).solution)
    least = bound(compiled(stuck), found)
    assert least.by_programme is True
    assert least.coverage == pytest.approx(found.coverage)
    assert least.mad == pytest.approx(found.mad)


def test_bounds_of_small_rounds_know_mentors():
    instance = example()
    (room,), (slot, _later) = instance.rooms, instance.slots
    both = replace(
        instance,
        rooms=(room, replace(room, id=2)),
        slots=(slot, replace(slot, id=7, room=2)),
        mentors=instance.mentors[:1],
    )
    found = figures(both, solve(both, seconds=SHORT).solution)
    least = bound(compiled(both), found)
    assert least.by_programme is True
    assert found.coverage == least.coverage == pytest.approx(100 / 3)
    assert bound(compiled(both), found, largest=0).coverage == 100


@pytest.fixture
def no_time_passes(monkeypatch) -> None:
    """A busy machine takes longer for the same moves: here moves alone end a search."""
    monkeypatch.setattr(time, "thread_time", lambda: 0.0)


def test_the_same_seed_gives_the_same_plan(no_time_passes):
    instance = reading.instance(invented("S", 4))
    plan, again = (solve(instance, seconds=0.5, seed=5) for _ in range(2))
    assert plan.solution == again.solution
    assert plan.solution != solve(instance, seconds=0.5, seed=6).solution
    assert plan.stopped_by == "iterations"


def test_an_empty_campaign_has_an_empty_plan():
    instance = replace(example(), slots=(), candidates=(), rounds=(), mentors=())
    assert solve(instance, seconds=SHORT).solution.assignments == ()


def test_who_reports_may_end_the_search():
    class Stop(Exception):
        pass

    seen: list[Progress] = []

    def report(progress: Progress) -> None:
        seen.append(progress)
        raise Stop

    with pytest.raises(Stop):
        solve(example(), seconds=SHORT, report=report)
    assert 0 < seen[0].share < 1


def test_reasons_are_told_in_order_with_what_would_help():
    instance = example()
    (candidate, *others) = instance.candidates
    busy = replace(candidate, available=((0, 500),))
    changed = replace(instance, candidates=(busy, *others))
    (short,) = unplaceable(changed)
    assert (short.candidate, short.placed, short.wanted) == (candidate.id, 0, 1)
    assert short.reasons == (("class", 2),)
    assert short.help == "class"


def test_a_dearer_change_is_made_less_often():
    instance = example()
    base = solve(instance, seconds=SHORT).solution
    kept = solve(instance, seconds=SHORT, base=base, price=10_000).solution
    assert set(kept.assignments) == set(base.assignments)
