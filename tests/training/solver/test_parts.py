"""A campaign in parts by base: nothing in two of them, lawful when put together."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from bench.timetables.invent import invented
from tests.training.solver.instances import instances
from training.solver import reading
from training.solver.figures import figures
from training.solver.parts import merged, parts, restricted, targets
from training.solver.problem import Instance, Solution
from training.solver.solve import solve
from training.solver.verify import violations

SLOW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
SHORT = 0.01  # seconds: ten thousand moves


def by_parts(instance: Instance, seconds: float = SHORT) -> Solution:
    aims = targets(instance)
    found = [
        solve(restricted(instance, part), seconds=seconds, targets=aims).solution
        for part in parts(instance)
    ]
    return merged(found)


@SLOW
@given(instances())
def test_what_parts_find_is_lawful_together(instance):
    plan = by_parts(instance)
    assert violations(instance, plan) == {}
    fixed = replace(instance, fixed=plan.assignments[::2])
    again = by_parts(fixed)
    assert violations(fixed, again) == {}
    assert set(fixed.fixed) <= set(again.assignments)


@SLOW
@given(instances())
def test_everybody_and_every_base_is_in_one_part(instance):
    found = parts(instance)
    people = [who for part in found for who in part.people]
    assert sorted(people) == sorted(candidate.id for candidate in instance.candidates)
    bases = [base for part in found for base in part.bases]
    assert len(bases) == len(set(bases))


def test_going_over_the_parts_makes_one_fair_plan_of_them():
    instance = reading.instance(invented("L", 3))
    aims = targets(instance)
    plan = by_parts(instance, seconds=1)
    assert len(parts(instance)) > 1
    after = solve(instance, seconds=1, base=plan, price=0, targets=aims).solution
    assert violations(instance, after) == {}
    apart, whole = figures(instance, plan), figures(instance, after)
    assert whole.coverage > apart.coverage
    assert whole.mad < apart.mad


def test_bases_that_something_fixed_ties_stay_together():
    instance = reading.instance(invented("L", 3))
    first, second, *_ = parts(instance)
    slots = {instance.room[slot.room].base: slot.id for slot in instance.slots}
    who, round_ = first.people[0], instance.rounds[0].id
    tied = [
        (who, slots[min(first.bases)], round_),
        (who, slots[min(second.bases)], round_),
    ]
    found = parts(replace(instance, fixed=tuple(tied)))
    (both,) = [part for part in found if min(first.bases) in part.bases]
    assert first.bases | second.bases <= both.bases
    assert who in both.people
