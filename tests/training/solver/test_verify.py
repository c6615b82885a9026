"""The check catches a plan broken in any way, and names how."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from training.solver.problem import (
    DAY,
    Bar,
    Candidate,
    Event,
    Instance,
    Mentor,
    Room,
    Round,
    Route,
    Slot,
    Solution,
)
from training.solver.verify import given_breaks, violations

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
    routes={1: {1: Route(frozenset(range(7)), 30)}},
    mentors=(Mentor(9, 1, EVERYWHERE), Mentor(8, 2, EVERYWHERE)),
    rounds=(Round(1, 0, 3, 2, (1, 2)),),
    night=(22 * 60, 6 * 60),
    day_cap=480,
)
PLAN = Solution(((1, 1, 1), (1, 2, 1), (2, 1, 1)), {1: 9, 2: 9})


def with_slot(number: int, **changes) -> Instance:
    slots = (
        replace(slot, **changes) if slot.id == number else slot
        for slot in INSTANCE.slots
    )
    return replace(INSTANCE, slots=tuple(slots))


def with_person(number: int, **changes) -> Instance:
    candidates = (
        replace(candidate, **changes) if candidate.id == number else candidate
        for candidate in INSTANCE.candidates
    )
    return replace(INSTANCE, candidates=tuple(candidates))


def also(*rows: tuple[int, int, int], **mentors: int) -> Solution:
    known = {int(name[1:]): mentor for name, mentor in mentors.items()}
    return Solution((*PLAN.assignments, *rows), {**PLAN.mentors, **known})


BROKEN: dict[str, tuple[Instance, Solution]] = {
    "unknown_id": (INSTANCE, also((77, 1, 1))),
    "not_active": (replace(INSTANCE, rounds=(Round(1, 0, 3, 2, (1,)),)), PLAN),
    "outside_round": (INSTANCE, also((2, 4, 1), s4=9)),
    "category": (with_person(2, categories=frozenset({"home"})), PLAN),
    "campus_day": (
        replace(INSTANCE, routes={1: {1: Route(frozenset({1}), 30)}}),
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


@pytest.mark.parametrize(("room", "found"), [(1, {}), (2, {"mentor_overlap": 1})])
def test_who_is_bound_to_a_room_has_no_other_then(room, found):
    bound = Mentor(9, 1, EVERYWHERE, ((9 * 60, 10 * 60 + 1, room),))
    instance = replace(INSTANCE, mentors=(bound, INSTANCE.mentors[1]))
    assert violations(instance, PLAN) == found


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


# Over midnight -----------------------------------------------------------------------

SUNDAY = 6
NIGHT_SHIFT = replace(
    INSTANCE,
    days=14,
    slots=(slot(1, SUNDAY, 23, length=120), slot(2, SUNDAY, 10)),
    candidates=(person(1, intern=False), person(2, intern=False), person(3)),
    rounds=(Round(1, 0, 13, 2, (1, 2)),),
)
LATE = Solution(((1, 1, 1),), {1: 9})


def lessons(sunday: int, monday: int) -> tuple[tuple[int, int], ...]:
    """Minutes of lessons from eight on the two days."""
    starts = (SUNDAY * DAY + 480, (SUNDAY + 1) * DAY + 480)
    return tuple(
        (start, start + minutes)
        for start, minutes in zip(starts, (sunday, monday), strict=True)
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"training": lessons(420, 420)}, {}),
        ({"training": lessons(421, 420)}, {"day_cap": 1}),
        ({"training": lessons(421, 421)}, {"day_cap": 2}),
        ({"training": ((0, 540), *lessons(0, 0)), "week_cap": 600}, {}),
        ({"training": ((0, 541), *lessons(0, 0)), "week_cap": 600}, {"week_cap": 1}),
        ({"training": lessons(0, 480), "week_cap": 540}, {"day_cap": 1}),
        ({"training": lessons(0, 480), "week_cap": 539}, {"day_cap": 1, "week_cap": 1}),
    ],
)
def test_each_day_and_week_has_its_own_minutes(given, said):
    candidates = (person(1, intern=False, **given), *NIGHT_SHIFT.candidates[1:])
    assert violations(replace(NIGHT_SHIFT, candidates=candidates), LATE) == said


def test_lessons_over_midnight_are_parted_too():
    given = {"training": ((SUNDAY * DAY, (SUNDAY + 1) * DAY + 480),)}
    candidates = (person(1, intern=False, week_cap=6000, **given), person(2), person(3))
    instance = replace(NIGHT_SHIFT, candidates=candidates, day_cap=1440)
    found = violations(instance, replace(LATE, assignments=((1, 2, 1),)))
    assert found["day_cap"] == 1


def test_free_times_must_hold_what_lies_after_midnight():
    until = (SUNDAY + 1) * DAY
    for end, said in ((until, {"availability": 1}), (until + 60, {})):
        candidates = (
            person(1, intern=False, available=((0, end),)),
            person(2),
            person(3),
        )
        instance = replace(NIGHT_SHIFT, candidates=candidates)
        assert violations(instance, LATE) == said


# Facts -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "kind", sorted(set(BROKEN) - {"unknown_id", "duplicate", "fixed", "locked"})
)
def test_a_fact_breaks_no_rule_but_is_named(kind):
    instance, plan = BROKEN[kind]
    known = replace(instance, fixed=plan.assignments)
    assert violations(known, plan) == {}
    assert kind in {found.code for found in given_breaks(known, plan)}


def test_what_is_chosen_beside_a_fact_must_keep_to_the_rules():
    fact = with_person(1, rest=2 * DAY)
    known = replace(fact, fixed=((1, 1, 1),))
    assert violations(known, PLAN) == {"rest": 1}
    full = replace(with_slot(1, capacity=1), fixed=((1, 1, 1),))
    assert violations(full, PLAN) == {"slot_capacity": 1}
    twice = replace(PLAN, assignments=(*PLAN.assignments, (1, 1, 1)))
    assert violations(replace(INSTANCE, fixed=((1, 1, 1),)), twice)["duplicate"] == 1


def test_what_stands_in_a_locked_slot_is_a_fact_if_it_was_there_before():
    late = replace(with_slot(1, start=23 * 60), locked=frozenset({1}))
    assert violations(late, PLAN, PLAN) == {}
    assert violations(late, PLAN) == {"locked": 2, "night": 2}
