"""Judges a plan: which rules it breaks, and how often.

Written apart from the solver, and run before any plan is saved: what both got wrong
in the same way would go unseen.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, pairwise
from typing import NamedTuple

from training.trials.timetable.problem import (
    DAY,
    WEEK,
    Assignment,
    Candidate,
    Event,
    Instance,
    Mentor,
    Round,
    Slot,
    Solution,
    Span,
)

MORNING = 480  # nobody's way is counted before that, or after midnight
Pair = tuple[int, int]  # candidate, slot


class Seat(NamedTuple):
    """An assignment, looked up."""

    who: Candidate
    slot: Slot
    round: Round


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

    Args:
        base: the plan before; what is frozen or locked is compared with it.
        event: what happened since.
    """
    seats = [_looked_up(instance, row) for row in solution.assignments]
    known = [seat for seat in seats if seat]
    broken = Counter({"unknown_id": len(seats) - len(known)})
    broken.update(_alone(instance, known, event))
    broken.update(_by_person(instance, known))
    broken.update(_by_slot(instance, known, solution.mentors))
    broken.update(_by_mentor(instance, known, solution.mentors))
    broken.update(_stayed(instance, solution, base or Solution(), event))
    if base and event:
        broken.update(_frozen(instance, solution, base, event))
    return +broken


def _looked_up(instance: Instance, row: Assignment) -> Seat | None:
    who, slot, round_ = row
    if who in instance.candidate and slot in instance.slot and round_ in instance.round:
        return Seat(
            instance.candidate[who], instance.slot[slot], instance.round[round_]
        )
    return None


# Each assignment by itself --------------------------------------------------------


def _alone(
    instance: Instance, seats: Iterable[Seat], event: Event | None
) -> Iterator[str]:
    active = {round_.id: frozenset(round_.active) for round_ in instance.rounds}
    for seat in seats:
        if seat.who.id not in active[seat.round.id] or _withdrawn(seat, event):
            yield "not_active"
        if not seat.round.first <= seat.slot.day <= seat.round.last:
            yield "outside_round"
        if instance.room[seat.slot.room].category not in seat.who.categories:
            yield "category"
        if event and _closed(seat.slot, event):
            yield "room_closed"
        yield from _coming(instance, seat)
        yield from _off_air(instance, seat)


def _withdrawn(seat: Seat, event: Event | None) -> bool:
    return (
        event is not None
        and seat.who.id in event.withdrawn
        and seat.slot.day >= event.now
    )


def _closed(slot: Slot, event: Event) -> bool:
    return slot.room in event.closed_rooms and slot.day >= event.closed_from


def _coming(instance: Instance, seat: Seat) -> Iterator[str]:
    """Whether there is a way on that day, and time for it."""
    who, slot, _ = seat
    way = instance.ways[who.campus].get(instance.room[slot.room].base)
    travel = 0
    if way is None or slot.day not in way.days:
        yield "campus_day"
    else:
        travel = way.travel
    leaves = max(slot.start - travel, slot.day * DAY + MORNING)
    back = min(slot.end + travel, (slot.day + 1) * DAY)
    if not _within(leaves, back, who.available):
        yield "availability"
    if _meets(leaves, back, who.training):
        yield "training_clash"


def _within(start: int, end: int, spans: Iterable[Span]) -> bool:
    return any(first <= start and end <= last for first, last in spans)


def _meets(start: int, end: int, spans: Iterable[Span]) -> bool:
    return any(first < end and start < last for first, last in spans)


def _off_air(instance: Instance, seat: Seat) -> Iterator[str]:
    who, slot, _ = seat
    bars = who.bars
    if who.intern:
        bars += instance.room[slot.room].bars
        midnight, (evening, morning) = slot.day * DAY, instance.night
        if slot.end - midnight > evening or slot.start - midnight < morning:
            yield "night"
    if bars and _meets(slot.start, slot.end, ((bar.start, bar.end) for bar in bars)):
        yield "barred"


# Each candidate's assignments together --------------------------------------------


def _by_person(instance: Instance, seats: Iterable[Seat]) -> Iterator[str]:
    by_person: defaultdict[int, list[Seat]] = defaultdict(list)
    for seat in seats:
        by_person[seat.who.id].append(seat)
    for own in by_person.values():
        who = own[0].who
        if len({seat.slot.id for seat in own}) < len(own):
            yield "duplicate"
        spans = sorted((seat.slot.start, seat.slot.end) for seat in own)
        yield from _rest(who, spans)
        yield from _hours(instance, who, spans)
        yield from _too_many(own)


def _rest(who: Candidate, spans: list[Span]) -> Iterator[str]:
    for (_, end), (start, _) in pairwise(spans):
        if start < end:
            yield "two_places"
        elif start - end < who.rest:
            yield "rest"


def _hours(instance: Instance, who: Candidate, spans: list[Span]) -> Iterator[str]:
    """Of the days and weeks with a trial in them; lessons count as work."""
    day_cap = instance.day_cap if who.day_cap is None else who.day_cap
    for length, cap, code in (
        (DAY, day_cap, "day_cap"),
        (WEEK, who.week_cap, "week_cap"),
    ):
        worked: Counter[int] = Counter()
        for start, end in chain(spans, who.training):
            worked[start // length] += end - start
        for when in {start // length for start, _ in spans}:
            if worked[when] > cap:
                yield code


def _too_many(own: list[Seat]) -> Iterator[str]:
    each = {seat.round.id: seat.round.each for seat in own}
    for round_, count in Counter(seat.round.id for seat in own).items():
        if count > each[round_]:
            yield "too_many"


# Each slot, and each mentor ---------------------------------------------------------


def _by_slot(
    instance: Instance, seats: Iterable[Seat], mentors: Mapping[int, int]
) -> Iterator[str]:
    for id_, count in Counter(seat.slot.id for seat in seats).items():
        slot = instance.slot[id_]
        if count > slot.capacity:
            yield "slot_capacity"
        if slot.id not in mentors:
            yield "no_mentor"
        elif mentors[slot.id] not in instance.mentor:
            yield "unknown_id"
        else:
            yield from _mentoring(instance, slot, instance.mentor[mentors[slot.id]])


def _mentoring(instance: Instance, slot: Slot, mentor: Mentor) -> Iterator[str]:
    if mentor.base != instance.room[slot.room].base:
        yield "mentor_base"
    if not _within(slot.start, slot.end, mentor.shifts):
        yield "mentor_hours"
    if slot.mentor not in (None, mentor.id):
        yield "mentor_pinned"


def _by_mentor(
    instance: Instance, seats: Iterable[Seat], mentors: Mapping[int, int]
) -> Iterator[str]:
    spans: defaultdict[int, list[Span]] = defaultdict(list)
    for slot in {seat.slot.id: seat.slot for seat in seats}.values():
        if mentors.get(slot.id) in instance.mentor:
            spans[mentors[slot.id]].append((slot.start, slot.end))
    for own in spans.values():
        for (_, end), (start, _) in pairwise(sorted(own)):
            if start < end:
                yield "mentor_overlap"


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
    """What changed up to the day until which nothing should."""
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
