"""Judges a plan: which rules it breaks, and how often.

Written apart from the solver, and run before any plan is saved: what both got wrong
in the same way would go unseen.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, combinations
from typing import NamedTuple

from training.trials.timetable.problem import (
    DAY,
    WEEKDAYS,
    Assignment,
    Candidate,
    Event,
    Instance,
    Mentor,
    Round,
    Slot,
    Solution,
    Span,
    by_day_of,
)

MORNING = 480  # nobody's way is counted before that, or after midnight
Pair = tuple[int, int]  # candidate, slot


class Seat(NamedTuple):
    """An assignment, looked up.

    `is_given`: it was fixed or in a locked slot before, so no plan could do without.
    """

    who: Candidate
    slot: Slot
    round: Round
    is_given: bool


class Break(NamedTuple):
    """A rule that is broken, and by which assignments together."""

    code: str
    seats: tuple[Seat, ...]

    @property
    def is_given(self) -> bool:
        """Only by what was given: no plan could have avoided it."""
        return all(seat.is_given for seat in self.seats)


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

    What is fixed, locked or frozen is a fact: it breaks a rule only together with
    something that was chosen. By itself it is told by `given_breaks`.

    Args:
        base: the plan before; what is frozen or locked is compared with it.
        event: what happened since.
    """
    before = base or Solution()
    given = _given(instance, before, event)
    seats = []
    for row in solution.assignments:
        seats.append(_looked_up(instance, row, row in given))
        given.discard(row)  # the same once more would be chosen
    known = [seat for seat in seats if seat]
    broken = Counter({"unknown_id": len(seats) - len(known)})
    found = _breaks(instance, known, solution.mentors)
    broken.update(one.code for one in found if not one.is_given)
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
    seats = [_looked_up(instance, row, True) for row in sorted(given)]
    settled = {slot.id: slot.mentor for slot in instance.slots if slot.mentor}
    mentors = settled | dict(before.mentors)
    return list(_breaks(instance, [seat for seat in seats if seat], mentors))


def breaks_of(instance: Instance, solution: Solution) -> list[Break]:
    """The rules a plan breaks, whoever chose what is in it."""
    seats = [_looked_up(instance, row, False) for row in solution.assignments]
    found = [seat for seat in seats if seat]
    return list(_breaks(instance, found, solution.mentors))


def _given(instance: Instance, base: Solution, event: Event | None) -> set[Assignment]:
    stays = instance.locked
    if event:
        days = {slot.id: slot.day for slot in instance.slots}
        stays |= {slot for slot, day in days.items() if day <= event.freeze_until}
    return {*instance.fixed, *(row for row in base.assignments if row[1] in stays)}


def _looked_up(instance: Instance, row: Assignment, is_given: bool) -> Seat | None:
    who, slot, round_ = row
    if who in instance.candidate and slot in instance.slot and round_ in instance.round:
        return Seat(
            instance.candidate[who],
            instance.slot[slot],
            instance.round[round_],
            is_given,
        )
    return None


def _breaks(
    instance: Instance, seats: list[Seat], mentors: Mapping[int, int]
) -> Iterator[Break]:
    yield from _alone(instance, seats)
    yield from _by_person(instance, seats)
    yield from _by_slot(instance, seats, mentors)
    yield from _by_mentor(instance, seats, mentors)


# Each assignment by itself --------------------------------------------------------


def _alone(instance: Instance, seats: Iterable[Seat]) -> Iterator[Break]:
    active = {round_.id: frozenset(round_.active) for round_ in instance.rounds}
    for seat in seats:
        codes = []
        if seat.who.id not in active[seat.round.id]:
            codes.append("not_active")
        if not seat.round.first <= seat.slot.day <= seat.round.last:
            codes.append("outside_round")
        if instance.room[seat.slot.room].category not in seat.who.categories:
            codes.append("category")
        codes += [*_coming(instance, seat), *_off_air(instance, seat)]
        yield from (Break(code, (seat,)) for code in codes)


def _coming(instance: Instance, seat: Seat) -> Iterator[str]:
    """Whether there is a way on that day, and time for it."""
    who, slot = seat.who, seat.slot
    way = instance.ways[who.campus].get(instance.room[slot.room].base)
    travel = 0
    if way is None or slot.day not in way.days:
        yield "campus_day"
    else:
        travel = way.travel
    leaves = min(slot.start, max(slot.start - travel, slot.day * DAY + MORNING))
    back = max(slot.end, min(slot.end + travel, (slot.day + 1) * DAY))
    if not _within(leaves, back, who.available):
        yield "availability"
    if _meets(leaves, back, who.training):
        yield "training_clash"


def _within(start: int, end: int, spans: Iterable[Span]) -> bool:
    return any(first <= start and end <= last for first, last in spans)


def _meets(start: int, end: int, spans: Iterable[Span]) -> bool:
    return any(first < end and start < last for first, last in spans)


def _off_air(instance: Instance, seat: Seat) -> Iterator[str]:
    who, slot = seat.who, seat.slot
    bars = who.bars
    if who.intern:
        bars += instance.room[slot.room].bars
        midnight, (evening, morning) = slot.day * DAY, instance.night
        if slot.end - midnight > evening or slot.start - midnight < morning:
            yield "night"
    if bars and _meets(slot.start, slot.end, ((bar.start, bar.end) for bar in bars)):
        yield "barred"


def _impossible(seats: Iterable[Seat], event: Event) -> Iterator[str]:
    """What the event forbids, given or not."""
    for seat in seats:
        if seat.who.id in event.withdrawn and seat.slot.day >= event.now:
            yield "not_active"
        if _closed(seat.slot, event):
            yield "room_closed"


def _closed(slot: Slot, event: Event) -> bool:
    return slot.room in event.closed_rooms and slot.day >= event.closed_from


# Each candidate's assignments together --------------------------------------------


def _by_person(instance: Instance, seats: Iterable[Seat]) -> Iterator[Break]:
    by_person: defaultdict[int, list[Seat]] = defaultdict(list)
    for seat in seats:
        by_person[seat.who.id].append(seat)
    for own in by_person.values():
        yield from _apart(own)
        yield from _hours(instance, own)
        yield from _too_many(own)


def _apart(own: list[Seat]) -> Iterator[Break]:
    """Of each two: not the same slot, not at once, rest between."""
    for one, other in combinations(sorted(own, key=lambda seat: seat.slot.start), 2):
        if one.slot.id == other.slot.id:
            yield Break("duplicate", (one, other))
        if other.slot.start < one.slot.end:
            yield Break("two_places", (one, other))
        elif other.slot.start - one.slot.end < one.who.rest:
            yield Break("rest", (one, other))


def _hours(instance: Instance, own: list[Seat]) -> Iterator[Break]:
    """Of the days and weeks with a trial in them; lessons count as work.

    What lies over midnight is each day's with its own minutes.
    """
    who = own[0].who
    day_cap = instance.day_cap if who.day_cap is None else who.day_cap
    for days, cap, code in (
        (1, day_cap, "day_cap"),
        (WEEKDAYS, who.week_cap, "week_cap"),
    ):
        worked: Counter[int] = Counter()
        there: defaultdict[int, list[Seat]] = defaultdict(list)
        for day, minutes in by_day_of(who.training):
            worked[day // days] += minutes
        for seat in own:
            for day, minutes in by_day_of([(seat.slot.start, seat.slot.end)]):
                worked[day // days] += minutes
                there[day // days].append(seat)
        for when, seats in there.items():
            if worked[when] > cap:
                yield Break(code, tuple(seats))


def _too_many(own: list[Seat]) -> Iterator[Break]:
    by_round: defaultdict[int, list[Seat]] = defaultdict(list)
    for seat in own:
        by_round[seat.round.id].append(seat)
    for seats in by_round.values():
        if len(seats) > seats[0].round.each:
            yield Break("too_many", tuple(seats))


# Each slot, and each mentor ---------------------------------------------------------


def _by_slot(
    instance: Instance, seats: Iterable[Seat], mentors: Mapping[int, int]
) -> Iterator[Break]:
    for slot, own in _in_slots(seats):
        codes = []
        if len(own) > slot.capacity:
            codes.append("slot_capacity")
        if slot.id not in mentors:
            codes.append("no_mentor")
        elif mentors[slot.id] not in instance.mentor:
            codes.append("unknown_id")
        else:
            mentor = instance.mentor[mentors[slot.id]]
            codes += _mentoring(instance, slot, mentor)
        yield from (Break(code, own) for code in codes)


def _in_slots(seats: Iterable[Seat]) -> Iterator[tuple[Slot, tuple[Seat, ...]]]:
    by_slot: defaultdict[int, list[Seat]] = defaultdict(list)
    for seat in seats:
        by_slot[seat.slot.id].append(seat)
    yield from ((own[0].slot, tuple(own)) for own in by_slot.values())


def _mentoring(instance: Instance, slot: Slot, mentor: Mentor) -> Iterator[str]:
    if mentor.base != instance.room[slot.room].base:
        yield "mentor_base"
    if not _within(slot.start, slot.end, mentor.shifts):
        yield "mentor_hours"
    if slot.mentor not in (None, mentor.id):
        yield "mentor_pinned"


def _by_mentor(
    instance: Instance, seats: Iterable[Seat], mentors: Mapping[int, int]
) -> Iterator[Break]:
    rosters: defaultdict[int, list[tuple[Slot, tuple[Seat, ...]]]] = defaultdict(list)
    for slot, own in _in_slots(seats):
        if mentors.get(slot.id) in instance.mentor:
            rosters[mentors[slot.id]].append((slot, own))
    for roster in rosters.values():
        roster.sort(key=lambda pair: (pair[0].start, pair[0].end))
        for place, (slot, own) in enumerate(roster):
            for later, others in roster[place + 1 :]:
                if later.start >= slot.end:
                    break
                yield Break("mentor_overlap", own + others)


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
