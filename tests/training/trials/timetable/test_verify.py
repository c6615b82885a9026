"""The check catches a plan broken in any way, and names how."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from training.trials.timetable.problem import (
    DAY,
    Bar,
    Candidate,
    Event,
    Instance,
    Mentor,
    Room,
    Round,
    Slot,
    Solution,
    Way,
)
from training.trials.timetable.verify import violations

EVERYWHERE = ((0, 14 * DAY),)


def slot(number: int, day: int, clock: int, room: int = 1, **more) -> Slot:
    given = {"length": 60, "viewers": 100, "capacity": 2, "prime": 0}
    start = day * DAY + clock * 60
    return Slot(id=number, room=room, day=day, start=start, **given | more)


def person(number: int, **more) -> Candidate:
    given = {
        "campus": 1,
        "intern": True,
        "categories": frozenset({"food"}),
        "available": EVERYWHERE,
        "training": (),
        "rest": 60,
        "week_cap": 600,
    }
    return Candidate(id=number, **given | more)


INSTANCE = Instance(
    days=7,
    rooms=(Room(1, 1, "food"), Room(2, 1, "home"), Room(3, 2, "food")),
    slots=(slot(1, 0, 10), slot(2, 1, 10), slot(3, 1, 10, room=3), slot(4, 5, 10)),
    candidates=(person(1), person(2), person(3)),
    ways={1: {1: Way(frozenset(range(7)), 30)}},
    mentors=(Mentor(9, 1, EVERYWHERE), Mentor(8, 2, EVERYWHERE)),
    rounds=(Round(1, 0, 3, 2, (1, 2)),),
    night=(22 * 60, 6 * 60),
    day_cap=480,
)
PLAN = Solution(((1, 1, 1), (1, 2, 1), (2, 1, 1)), {1: 9, 2: 9})


def with_slot(number: int, **changes) -> Instance:
    slots = (
        replace(one, **changes) if one.id == number else one for one in INSTANCE.slots
    )
    return replace(INSTANCE, slots=tuple(slots))


def with_person(number: int, **changes) -> Instance:
    folk = (
        replace(one, **changes) if one.id == number else one
        for one in INSTANCE.candidates
    )
    return replace(INSTANCE, candidates=tuple(folk))


def also(*rows: tuple[int, int, int], **mentors: int) -> Solution:
    known = {int(name[1:]): mentor for name, mentor in mentors.items()}
    return Solution((*PLAN.assignments, *rows), {**PLAN.mentors, **known})


BROKEN: dict[str, tuple[Instance, Solution]] = {
    "unknown_id": (INSTANCE, also((77, 1, 1))),
    "not_active": (replace(INSTANCE, rounds=(Round(1, 0, 3, 2, (1,)),)), PLAN),
    "outside_round": (INSTANCE, also((2, 4, 1), s4=9)),
    "category": (with_person(2, categories=frozenset({"home"})), PLAN),
    "campus_day": (
        replace(INSTANCE, ways={1: {1: Way(frozenset({1}), 30)}}),
        replace(PLAN, assignments=PLAN.assignments[1:2] + PLAN.assignments[2:]),
    ),
    "availability": (with_person(2, available=((600, 660),)), PLAN),
    "training_clash": (with_person(2, training=((540, 580),)), PLAN),
    "night": (with_slot(1, start=23 * 60), PLAN),
    "barred": (with_person(2, bars=(Bar(0, 601, "rest"),)), PLAN),
    "duplicate": (INSTANCE, also((2, 1, 1))),
    "rest": (with_person(1, rest=2 * DAY), PLAN),
    "day_cap": (replace(INSTANCE, day_cap=59), PLAN),
    "week_cap": (with_person(1, week_cap=119), PLAN),
    "too_many": (replace(INSTANCE, rounds=(Round(1, 0, 3, 1, (1, 2)),)), PLAN),
    "slot_capacity": (with_slot(1, capacity=1), PLAN),
    "no_mentor": (INSTANCE, replace(PLAN, mentors={1: 9})),
    "mentor_base": (INSTANCE, replace(PLAN, mentors={1: 9, 2: 8})),
    "mentor_hours": (
        replace(INSTANCE, mentors=(Mentor(9, 1, ((0, DAY),)), INSTANCE.mentors[1])),
        PLAN,
    ),
    "mentor_pinned": (with_slot(1, mentor=8), PLAN),
    "mentor_overlap": (with_slot(2, start=10 * 60, day=0, room=1), PLAN),
    "two_places": (with_slot(2, start=10 * 60, day=0, room=1), PLAN),
    "fixed": (replace(INSTANCE, fixed=((2, 2, 1),)), PLAN),
    "locked": (replace(INSTANCE, locked=frozenset({2})), PLAN),
}


def test_a_lawful_plan_has_nothing_against_it():
    assert violations(INSTANCE, PLAN) == {}


@pytest.mark.parametrize("kind", BROKEN)
def test_each_kind_of_break_is_named(kind):
    assert violations(*BROKEN[kind])[kind] > 0


ONLY = set(BROKEN) - {"mentor_overlap", "two_places", "campus_day", "duplicate"}


@pytest.mark.parametrize("kind", sorted(ONLY))
def test_a_break_of_one_kind_is_of_no_other(kind):
    assert set(violations(*BROKEN[kind])) == {kind}


EVENT = Event(now=1, freeze_until=1)
EVENTS: dict[str, tuple[Event, Callable[[Solution], Solution]]] = {
    "room_closed": (replace(EVENT, closed_rooms=frozenset({1})), lambda plan: plan),
    "not_active": (replace(EVENT, withdrawn=frozenset({1})), lambda plan: plan),
    "frozen": (
        EVENT,
        lambda plan: replace(plan, assignments=plan.assignments[1:]),
    ),
    "mentor_frozen": (EVENT, lambda plan: replace(plan, mentors={1: 9, 2: 7})),
}


@pytest.mark.parametrize("kind", EVENTS)
def test_after_an_event(kind):
    event, change = EVENTS[kind]
    mentors = (*INSTANCE.mentors, Mentor(7, 1, EVERYWHERE))
    instance = replace(INSTANCE, mentors=mentors)
    assert violations(instance, change(PLAN), PLAN, event)[kind] > 0
