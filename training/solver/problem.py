"""The timetable as a problem: an instance, an event that disturbs it, a solution.

Times are whole minutes from 00:00 of day 0, spans are half open `(start, end)`. Ids of
slots, candidates, rooms and the rest are any whole numbers, each once.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

DAY, WEEKDAYS = 1440, 7
Span = tuple[int, int]
Assignment = tuple[int, int, int]  # candidate, slot, round


def by_day_of(spans: Iterable[Span]) -> Iterator[tuple[int, int]]:
    """(day, minutes) of the spans; one over midnight yields each of its days."""
    for start, end in spans:
        for day in range(start // DAY, (end - 1) // DAY + 1):
            yield day, min(end, (day + 1) * DAY) - max(start, day * DAY)


class BadInstance(ValueError):
    """An instance, event or solution that can't be read; says what and where."""


@dataclass(frozen=True)
class Bar:
    """A span in which somebody can't be on air, with the code of the reason."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True)
class Room:
    """A live room. `bars` hold for interns only: nights, holidays."""

    id: int
    base: int
    category: str
    bars: tuple[Bar, ...] = ()


@dataclass(frozen=True)
class Slot:
    """An open period.

    Args:
        viewers: expected, for each host of the slot.
        capacity: hosts at once, 1 or 2.
        prime: 1 in the hours everybody wants, else 0.
        mentor: the only one who may look after it, if that is settled.
    """

    id: int
    room: int
    day: int
    start: int
    length: int
    viewers: int
    capacity: int
    prime: int
    mentor: int | None = None

    @property
    def end(self) -> int:
        return self.start + self.length


@dataclass(frozen=True)
class Route:
    """From a campus to a base: on which days, how many minutes each way."""

    days: frozenset[int]
    minutes: int


@dataclass(frozen=True)
class Candidate:
    """Who is to go on air.

    Args:
        intern: the bars of the rooms and the night hold.
        categories: of the rooms one may sell in.
        available: spans that must hold a slot and the travel there and back.
        training: spans of lessons, which count as work.
        rest: least minutes between two trials.
        week_cap: most minutes of work in a calendar week.
        day_cap: in a day, where other than the rule.
        dayparts: liking of morning, afternoon and evening.
        rooms: liked.
        bars: when one may not be on air, and why.
    """

    id: int
    campus: int
    intern: bool
    categories: frozenset[str]
    available: tuple[Span, ...]
    training: tuple[Span, ...]
    rest: int
    week_cap: int
    day_cap: int | None = None
    dayparts: tuple[int, int, int] = (0, 0, 0)
    rooms: frozenset[int] = frozenset()
    bars: tuple[Bar, ...] = ()


@dataclass(frozen=True)
class Mentor:
    """Looks after one room of a base at a time, during the shifts.

    Args:
        bound: (start, end, room) of what they look after whatever is planned.
    """

    id: int
    base: int
    shifts: tuple[Span, ...]
    bound: tuple[tuple[int, int, int], ...] = ()

    def is_elsewhere(self, slot: Slot) -> bool:
        """Whether they are bound to another room at some time of the slot."""
        return any(
            start < slot.end and slot.start < end and room != slot.room
            for start, end, room in self.bound
        )


@dataclass(frozen=True)
class Round:
    """From day `first` to day `last`: `each` slots for all that are active.

    Args:
        extra: by candidate, how many more some of them get.
    """

    id: int
    first: int
    last: int
    each: int
    active: tuple[int, ...]
    extra: Mapping[int, int] = field(default_factory=dict)

    def slots_of(self, candidate: int) -> int:
        """How many slots the candidate is to get."""
        return self.each + self.extra.get(candidate, 0)

    @property
    def most(self) -> int:
        """The most slots anybody is to get."""
        return self.each + max(self.extra.values(), default=0)


@dataclass(frozen=True)
class Instance:
    """All that a timetable is made of.

    Args:
        routes: by campus, then by base; no entry where nobody of the campus can go.
        night: start and end in minutes of the day; interns are off air between.
        day_cap: most minutes of work in a day.
        fixed: assignments that stay as they are.
        locked: slots into which nobody is put and out of which nobody is taken.
    """

    days: int
    rooms: tuple[Room, ...]
    slots: tuple[Slot, ...]
    candidates: tuple[Candidate, ...]
    routes: Mapping[int, Mapping[int, Route]]
    mentors: tuple[Mentor, ...]
    rounds: tuple[Round, ...]
    night: Span
    day_cap: int
    fixed: tuple[Assignment, ...] = ()
    locked: frozenset[int] = frozenset()
    name: str = ""

    @cached_property
    def room(self) -> Mapping[int, Room]:
        return {room.id: room for room in self.rooms}

    @cached_property
    def slot(self) -> Mapping[int, Slot]:
        return {slot.id: slot for slot in self.slots}

    @cached_property
    def candidate(self) -> Mapping[int, Candidate]:
        return {candidate.id: candidate for candidate in self.candidates}

    @cached_property
    def round(self) -> Mapping[int, Round]:
        return {round_.id: round_ for round_ in self.rounds}

    @cached_property
    def mentor(self) -> Mapping[int, Mentor]:
        return {mentor.id: mentor for mentor in self.mentors}


@dataclass(frozen=True)
class Event:
    """What disturbs a plan: rooms that close, people who withdraw.

    Nothing changes up to day `freeze_until`, but for what the event makes impossible.
    """

    now: int
    freeze_until: int
    closed_rooms: frozenset[int] = frozenset()
    closed_from: int = 0
    withdrawn: frozenset[int] = frozenset()


def disturbed(instance: Instance, event: Event | None) -> Instance:
    """The instance after the event: what it forbids can't be chosen any more."""
    if event is None:
        return instance
    frozen = {slot.id for slot in instance.slots if slot.day <= event.freeze_until}
    closed = {slot.id for slot in instance.slots if is_closed(slot, event)}
    gone = Bar(event.now * DAY, (instance.days + 1) * DAY, "withdrawn")
    candidates = (
        replace(candidate, bars=(*candidate.bars, gone))
        if candidate.id in event.withdrawn
        else candidate
        for candidate in instance.candidates
    )
    locked = instance.locked | frozen | closed
    return replace(instance, candidates=tuple(candidates), locked=frozenset(locked))


def is_closed(slot: Slot, event: Event) -> bool:
    return slot.room in event.closed_rooms and slot.day >= event.closed_from


@dataclass(frozen=True)
class Solution:
    """Who is in which slot, and who looks after it."""

    assignments: tuple[Assignment, ...] = ()
    mentors: Mapping[int, int] = field(default_factory=dict)  # slot: mentor

    def as_json(self) -> dict[str, Any]:
        return {
            "assignments": [list(assignment) for assignment in self.assignments],
            "slot_mentor": {str(slot): mentor for slot, mentor in self.mentors.items()},
        }
