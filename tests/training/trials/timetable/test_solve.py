"""The solver's plans: lawful always, the same by the same seed, and explained."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.timetables.invent import invented
from tests.training.trials.timetable.instances import events, instances
from training.trials.timetable import reading
from training.trials.timetable.bound import bound
from training.trials.timetable.compiling import compiled
from training.trials.timetable.explain import shortages, unplaceable
from training.trials.timetable.figures import figures
from training.trials.timetable.progress import Progress
from training.trials.timetable.solve import solve
from training.trials.timetable.verify import violations
from training.trials.timetable.warm import example

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
@given(instances())
def test_bounds_and_reasons_hold(instance):
    plan = solve(instance, seconds=SHORT).solution
    found = figures(instance, plan)
    least = bound(
        compiled(instance),
        {one.round: one.mean for one in found.rounds},
        {one.round: one.got for one in found.rounds},
    )
    assert found.coverage <= least.coverage + 1e-6
    if all(one.mean for one in found.rounds):
        assert found.mad >= least.mad - 1e-6
    short = {(one.candidate, one.round): one for one in shortages(instance, plan)}
    missing = sum(one.wanted - one.placed for one in short.values())
    assert missing == found.need - found.got
    for one in unplaceable(instance):
        assert short[one.candidate, one.round].placed <= one.placed < one.wanted


def test_the_same_seed_gives_the_same_plan():
    instance = reading.instance(invented("S", 4))
    one, two = (solve(instance, seconds=0.5, seed=5) for _ in range(2))
    assert one.solution == two.solution
    assert one.solution != solve(instance, seconds=0.5, seed=6).solution
    assert one.stopped_by == "iterations"


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
    (one, *others) = instance.candidates
    busy = replace(one, available=((0, 500),))
    changed = replace(instance, candidates=(busy, *others))
    (short,) = unplaceable(changed)
    assert (short.candidate, short.placed, short.wanted) == (one.id, 0, 1)
    assert short.reasons == (("class", 2),)
    assert short.help == "class"


def test_a_dearer_change_is_made_less_often():
    instance = example()
    base = solve(instance, seconds=SHORT).solution
    kept = solve(instance, seconds=SHORT, base=base, price=10_000).solution
    assert set(kept.assignments) == set(base.assignments)
