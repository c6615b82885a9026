"""An instance as arrays: who can be in which slot, and what forbids the other pairs.

A *unit* is a candidate in a round: it wants `each` slots of the round's days. Units,
slots and mentors are numbered from 0 here; `Compiled` knows their ids.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from training.solver.pairs import NAMES, eligible_pairs
from training.solver.problem import DAY, Instance, Slot, Span

Array = np.ndarray

NOON, EVENING = 12 * 60, 18 * 60


class Slots(NamedTuple):
    """Columns by slot; `seats` is its capacity.

    The mentors who could look after slot `s` are
    `covering[covering_at[s]:covering_at[s + 1]]`.
    """

    room: Array
    base: Array
    category: Array
    day: Array
    start: Array
    end: Array
    viewers: Array
    prime: Array
    seats: Array
    covering_at: Array
    covering: Array


class People(NamedTuple):
    """Columns by candidate; the spans of `c` are `x[x_at[c]:x_at[c + 1]]`."""

    travel: Array  # minutes by campus and base, -1 where there is no route
    may_travel: Array  # by campus, base and day
    campus: Array
    sells: Array  # by category
    intern: Array
    rest: Array
    day_cap: Array
    week_cap: Array
    free_at: Array
    free: Array
    lesson_at: Array
    lesson: Array
    bar_at: Array
    bar: Array  # start, end, reason
    likes_part: Array
    likes_room: Array


class Units(NamedTuple):
    """Columns by unit.

    The slots that unit `u` may have are `pairs[pair_at[u]:pair_at[u + 1]]`, fewest
    viewers first.
    """

    candidate: Array
    round: Array
    each: Array
    first: Array
    last: Array
    pair_at: Array
    pairs: Array
    of_at: Array  # units of a candidate
    of: Array


@dataclass(frozen=True)
class Compiled:
    """Arrays of an instance.

    Args:
        eligible: bits by candidate and slot.
        excluded: how many slots of the round each reason excludes, by unit and code.
        reasons: names of the codes.
        grain: minutes that all starts and lengths are multiples of.
    """

    instance: Instance
    slots: Slots
    people: People
    units: Units
    eligible: Array
    excluded: Array
    reasons: tuple[str, ...]
    grain: int

    @cached_property
    def slot_at(self) -> dict[int, int]:
        return {slot.id: at for at, slot in enumerate(self.instance.slots)}

    @cached_property
    def unit_at(self) -> dict[tuple[int, int], int]:
        """By ids of candidate and round."""
        pairs = (
            (candidate, r.id) for r in self.instance.rounds for candidate in r.active
        )
        return {pair: at for at, pair in enumerate(pairs)}

    @cached_property
    def mentor_at(self) -> dict[int, int]:
        return {mentor.id: at for at, mentor in enumerate(self.instance.mentors)}


def offsets(lengths: Iterable[int]) -> Array:
    return np.array([0, *accumulate(lengths)], dtype=np.int64)


def _flat(rows: Iterable[Sequence], width: int) -> tuple[Array, Array]:
    rows = list(rows)
    flat = [item for row in rows for item in row]
    shape = np.array(flat, dtype=np.int32).reshape(len(flat), width)
    return offsets(map(len, rows)), shape


def compiled(instance: Instance) -> Compiled:
    """The instance as arrays; each (candidate, slot) pair of a round is asked once."""
    bases = sorted({room.base for room in instance.rooms})
    categories = sorted({room.category for room in instance.rooms})
    reasons = _Reasons()
    slots = _slots(instance, bases, categories)
    people = _people(instance, bases, categories, reasons)
    bar_at, bars = _flat(
        ([reasons.bar(bar) for bar in room.bars] for room in instance.rooms), 3
    )
    units, eligible, excluded = _pairs(instance, slots, people, bar_at, bars, reasons)
    numbers = np.concatenate([slots.start, slots.end - slots.start])
    grain = int(np.gcd.reduce(numbers)) if len(numbers) else DAY
    names = tuple(reasons.names)
    return Compiled(instance, slots, people, units, eligible, excluded, names, grain)


class _Reasons:
    """Codes of the bars' reasons, in order of appearance."""

    def __init__(self) -> None:
        self.names = list(NAMES)

    def bar(self, bar) -> tuple[int, int, int]:
        if bar.reason not in self.names:
            self.names.append(bar.reason)
        return bar.start, bar.end, self.names.index(bar.reason)


def _slots(instance: Instance, bases: list[int], categories: list[str]) -> Slots:
    room_at = {room.id: at for at, room in enumerate(instance.rooms)}
    base_at = {base: at for at, base in enumerate(bases)}
    kind_at = {category: at for at, category in enumerate(categories)}
    rows = np.array(
        [
            (
                room_at[s.room],
                base_at[instance.room[s.room].base],
                kind_at[instance.room[s.room].category],
                s.day,
                s.start,
                s.end,
                s.viewers,
                s.prime,
                s.capacity,
            )
            for s in instance.slots
        ],
        dtype=np.int32,
    ).reshape(len(instance.slots), 9)
    covering = _covering(instance)
    flat = np.array([at for row in covering for at in row], dtype=np.int32)
    columns = [*map(np.ascontiguousarray, rows.T), offsets(map(len, covering)), flat]
    return Slots(**dict(zip(Slots._fields, columns, strict=True)))


def _covering(instance: Instance) -> list[list[int]]:
    """By slot, the mentors of its base on shift throughout, or the one it must have."""
    shifts: dict[tuple[int, int], list[tuple[int, Span]]] = {}
    for at, mentor in enumerate(instance.mentors):
        for shift in mentor.shifts:
            for day in range(shift[0] // DAY, shift[1] // DAY + 1):
                shifts.setdefault((mentor.base, day), []).append((at, shift))

    def of(slot: Slot) -> list[int]:
        base = instance.room[slot.room].base
        there = shifts.get((base, slot.start // DAY), ())
        found = [at for at, (a, z) in there if a <= slot.start and slot.end <= z]
        found = [at for at in found if not instance.mentors[at].is_elsewhere(slot)]
        if slot.mentor is not None:
            found = [at for at in found if instance.mentors[at].id == slot.mentor]
        return list(dict.fromkeys(found))

    return [of(slot) for slot in instance.slots]


def _people(
    instance: Instance, bases: list[int], categories: list[str], reasons: _Reasons
) -> People:
    candidates = instance.candidates
    campuses = sorted(instance.routes)
    campus_at = {campus: at for at, campus in enumerate(campuses)}
    travel = np.full((len(campuses), len(bases)), -1, dtype=np.int32)
    may = np.zeros((len(campuses), len(bases), instance.days + 1), dtype=np.bool_)
    for campus, routes in instance.routes.items():
        for at, base in enumerate(bases):
            if base in routes:
                travel[campus_at[campus], at] = routes[base].minutes
                days = [day for day in routes[base].days if 0 <= day <= instance.days]
                may[campus_at[campus], at, days] = True
    rooms = [room.id for room in instance.rooms]
    likes_room = np.zeros((len(candidates), len(rooms)), dtype=np.bool_)
    room_at = {room: at for at, room in enumerate(rooms)}
    for row, who in enumerate(candidates):
        likes_room[row, [room_at[room] for room in who.rooms if room in room_at]] = True
    sells = [[kind in who.categories for kind in categories] for who in candidates]
    caps = [
        instance.day_cap if who.day_cap is None else who.day_cap for who in candidates
    ]
    return People(
        travel,
        may,
        np.array([campus_at[who.campus] for who in candidates], dtype=np.int32),
        np.array(sells, dtype=np.bool_).reshape(len(candidates), len(categories)),
        np.array([who.intern for who in candidates], dtype=np.bool_),
        np.array([who.rest for who in candidates], dtype=np.int32),
        np.array(caps, dtype=np.int32),
        np.array([who.week_cap for who in candidates], dtype=np.int32),
        *_flat((who.available for who in candidates), 2),
        *_flat((who.training for who in candidates), 2),
        *_flat(([reasons.bar(bar) for bar in who.bars] for who in candidates), 3),
        np.array([who.dayparts for who in candidates], dtype=np.int32).reshape(
            len(candidates), 3
        ),
        likes_room,
    )


def _pairs(instance, slots, people, bar_at, bars, reasons):
    """Units with their pairs; eligible bits; how often each reason excludes."""
    at = {candidate.id: row for row, candidate in enumerate(instance.candidates)}
    rows = [
        (at[c], n, r, r.slots_of(c))
        for n, r in enumerate(instance.rounds)
        for c in r.active
    ]
    unit_of = np.array([row[0] for row in rows], dtype=np.int32)
    words = len(instance.slots) // 64 + 1
    eligible = np.zeros((len(instance.candidates), words), dtype=np.uint64)
    excluded = np.zeros((len(rows), len(reasons.names)), dtype=np.int32)
    by_viewers = np.argsort(slots.viewers, kind="stable")
    locked = np.zeros(len(instance.slots), dtype=np.bool_)
    for row, slot in enumerate(instance.slots):
        locked[row] = slot.id in instance.locked
    chunks, lengths, begun = [], [], 0
    for round_ in instance.rounds:
        days = slots.day[by_viewers]
        offered = by_viewers[(days >= round_.first) & (days <= round_.last)]
        several = unit_of[begun : begun + len(round_.active)]
        counts, found = eligible_pairs(
            several,
            offered.astype(np.int32),
            slots,
            people,
            bar_at,
            bars,
            locked,
            instance.night,
            eligible,
            excluded[begun : begun + len(several)],
        )
        lengths += counts.tolist()
        chunks.append(found)
        begun += len(several)
    order = np.argsort(unit_of, kind="stable").astype(np.int32)
    counts = np.bincount(unit_of, minlength=len(instance.candidates))
    units = Units(
        unit_of,
        np.array([n for _c, n, *_ in rows], dtype=np.int32),
        np.array([each for *_, each in rows], dtype=np.int32),
        np.array([r.first for _c, _n, r, _each in rows], dtype=np.int32),
        np.array([r.last for _c, _n, r, _each in rows], dtype=np.int32),
        offsets(lengths),
        np.concatenate(chunks) if chunks else np.zeros(0, dtype=np.int32),
        offsets(counts.tolist()),
        order,
    )
    return units, eligible, excluded
