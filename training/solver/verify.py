"""Checks a plan: which rules it breaks, and how often.

Run before any plan is saved, and independent of the search, whose mistakes it finds.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain

from training.solver.breaks import Break, Seat, breaks, looked_up
from training.solver.problem import (
    Assignment,
    Event,
    Instance,
    Slot,
    Solution,
)

Pair = tuple[int, int]  # candidate, slot


def violations(
    instance: Instance,
    solution: Solution,
    base: Solution | None = None,
    event: Event | None = None,
) -> Counter[str]:
    """How often each rule is broken; empty if the plan is lawful.

    Of one assignment: unknown_id, not_active, outside_round, category, campus_day,
    availability, training_clash, night, barred, room_closed. Of a candidate:
    duplicate, two_places, rest, day_cap, week_cap, too_many. Of a slot:
    slot_capacity, no_mentor, unknown_id, mentor_base, mentor_hours, mentor_pinned.
    Of a mentor: mentor_overlap. Of what should have stayed: fixed, locked, frozen,
    mentor_frozen.

    What is fixed, locked or frozen counts only where it breaks a rule together with
    something that was chosen; for what it breaks by itself see `given_breaks`.

    Args:
        base: the plan before; what is frozen or locked is compared with it.
        event: what happened since.
    """
    before = base or Solution()
    given = _given(instance, before, event)
    seats = []
    for row in solution.assignments:
        seats.append(looked_up(instance, row, row in given))
        given.discard(row)  # the same once more would be chosen
    known = [seat for seat in seats if seat]
    broken = Counter({"unknown_id": len(seats) - len(known)})
    found = breaks(instance, known, solution.mentors)
    broken.update(breach.code for breach in found if not breach.is_given)
    broken.update(_stayed(instance, solution, before, event))
    if event:
        broken.update(_impossible(known, event))
    if base and event:
        broken.update(_frozen(instance, solution, base, event))
    return +broken


def given_breaks(instance: Instance, base: Solution | None = None) -> list[Break]:
    """The rules that what is fixed or locked breaks, with nothing else there."""
    before = base or Solution()
    given = _given(instance, before, None)
    seats = [looked_up(instance, row, True) for row in sorted(given)]
    settled = {slot.id: slot.mentor for slot in instance.slots if slot.mentor}
    mentors = settled | dict(before.mentors)
    return list(breaks(instance, [seat for seat in seats if seat], mentors))


def breaks_of(instance: Instance, solution: Solution) -> list[Break]:
    """The rules a plan breaks, whoever chose what is in it."""
    seats = [looked_up(instance, row, False) for row in solution.assignments]
    found = [seat for seat in seats if seat]
    return list(breaks(instance, found, solution.mentors))


def _given(instance: Instance, base: Solution, event: Event | None) -> set[Assignment]:
    stays = instance.locked
    if event:
        days = {slot.id: slot.day for slot in instance.slots}
        stays |= {slot for slot, day in days.items() if day <= event.freeze_until}
    return {*instance.fixed, *(row for row in base.assignments if row[1] in stays)}


def _impossible(seats: Iterable[Seat], event: Event) -> Iterator[str]:
    """What the event forbids, given or not."""
    for seat in seats:
        if seat.who.id in event.withdrawn and seat.slot.day >= event.now:
            yield "not_active"
        if _closed(seat.slot, event):
            yield "room_closed"


def _closed(slot: Slot, event: Event) -> bool:
    return slot.room in event.closed_rooms and slot.day >= event.closed_from


# What should have stayed -----------------------------------------------------------


def _stayed(
    instance: Instance, solution: Solution, base: Solution, event: Event | None
) -> Iterator[str]:
    """Fixed assignments, and the people of locked slots."""
    now, fixed = set(solution.assignments), set(instance.fixed)
    for who, slot, _ in fixed - now:
        if not _forced(instance, (who, slot), event):
            yield "fixed"
    if instance.locked:
        before = _pairs(base)
        gone, new = before - _pairs(solution), _pairs(solution) - before
        pinned = {(who, slot) for who, slot, _ in fixed}
        for pair in chain(gone, new - pinned):
            if pair[1] in instance.locked and not _forced(instance, pair, event):
                yield "locked"


def _pairs(solution: Solution) -> set[Pair]:
    return {(who, slot) for who, slot, _ in solution.assignments}


def _forced(instance: Instance, pair: Pair, event: Event | None) -> bool:
    """Whether the event makes it impossible."""
    who, slot = pair[0], instance.slot.get(pair[1])
    if event is None or slot is None:
        return False
    gone = who in event.withdrawn and slot.day >= event.now
    return gone or _closed(slot, event)


def _frozen(
    instance: Instance, solution: Solution, base: Solution, event: Event
) -> Iterator[str]:
    """Assignments and mentors that differ from `base` on a frozen day.

    Nothing may change up to `event.freeze_until`, but for what the event makes
    impossible.
    """
    days = {slot.id: slot.day for slot in instance.slots}
    frozen = {slot for slot, day in days.items() if day <= event.freeze_until}
    before, now = _pairs(base), _pairs(solution)
    pinned = {(who, slot) for who, slot, _ in instance.fixed}
    for pair in chain(before - now, now - before - pinned):
        if pair[1] in frozen and not _forced(instance, pair, event):
            yield "frozen"
    for slot in frozen & {slot for _, slot in now} & {slot for _, slot in before}:
        mentor = solution.mentors.get(slot)
        if mentor is not None and base.mentors.get(slot, mentor) != mentor:
            yield "mentor_frozen"
