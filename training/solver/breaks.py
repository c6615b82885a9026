"""Which rules assignments break: each by itself, and those of a person, a slot or a
mentor together.

Written apart from the search, which compiles the same rules into arrays.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import NamedTuple

from training.solver.problem import (
    DAY,
    WEEKDAYS,
    Assignment,
    Candidate,
    Instance,
    Mentor,
    Round,
    Slot,
    Span,
    by_day_of,
)

MORNING = 480  # travel isn't counted before that, or after midnight


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


def looked_up(instance: Instance, row: Assignment, is_given: bool) -> Seat | None:
    """None if one of its ids is unknown."""
    who, slot, round_ = row
    if who in instance.candidate and slot in instance.slot and round_ in instance.round:
        return Seat(
            instance.candidate[who],
            instance.slot[slot],
            instance.round[round_],
            is_given,
        )
    return None


def breaks(
    instance: Instance, seats: list[Seat], mentors: Mapping[int, int]
) -> Iterator[Break]:
    """The rules broken within one plan: all of `verify.violations` but its comparisons.

    Args:
        mentors: by slot.
    """
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
    """Whether the candidate can travel to the base on that day, and has time for it."""
    who, slot = seat.who, seat.slot
    route = instance.routes[who.campus].get(instance.room[slot.room].base)
    travel = 0
    if route is None or slot.day not in route.days:
        yield "campus_day"
    else:
        travel = route.minutes
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
    """Each two of a person's slots: different, not at once, with rest between."""
    for earlier, later in combinations(
        sorted(own, key=lambda seat: seat.slot.start), 2
    ):
        if earlier.slot.id == later.slot.id:
            yield Break("duplicate", (earlier, later))
        if later.slot.start < earlier.slot.end:
            yield Break("two_places", (earlier, later))
        elif later.slot.start - earlier.slot.end < earlier.who.rest:
            yield Break("rest", (earlier, later))


def _hours(instance: Instance, own: list[Seat]) -> Iterator[Break]:
    """Minutes of work in the days and weeks with a trial in them, lessons included.

    Of what lies over midnight each day counts its own minutes.
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
        first = seats[0]
        if len(seats) > first.round.slots_of(first.who.id):
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
    if mentor.is_elsewhere(slot):
        yield "mentor_overlap"


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
