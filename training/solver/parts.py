"""A campaign too large for one search: parts by base, that know nothing of each other.

A room and its mentors belong to one base, and each candidate is given to one part: what
is lawful in its part is lawful in the whole. All aim at one traffic.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from training.solver.compiling import compiled
from training.solver.problem import Candidate, Instance, Solution
from training.solver.solve import Search

AIM = 0.98  # of the first-come traffic


@dataclass(frozen=True)
class Part:
    """Ids of bases, and of the people who are to be on air there."""

    bases: frozenset[int]
    people: tuple[int, ...]


def parts(instance: Instance) -> list[Part]:
    """Bases, each with the people it is to have, as many as its seats can carry.

    Bases stay together where something fixed ties them: somebody's slots, or a mentor
    who was named for a slot elsewhere. Who can't get anywhere is in the first part.
    """
    tied = _tied(instance)
    room = {room.id: tied[room.base] for room in instance.rooms}
    seats: Counter[tuple[int, str]] = Counter()
    for slot in instance.slots:
        if slot.id not in instance.locked:
            seats[room[slot.room], instance.room[slot.room].category] += slot.capacity
    fixed = {who: room[instance.slot[slot].room] for who, slot, _ in instance.fixed}
    own: dict[int, list[int]] = {part: [] for part in sorted(set(tied.values()))}
    load: defaultdict[tuple[int, str], float] = defaultdict(float)
    for one in _by_choice(instance, tied):
        offers = _offers(instance, one, tied, seats, fixed.get(one.id))
        part = min(
            offers,
            key=lambda at: (
                (1 + sum(load[kind] for kind in offers[at])) / sum(offers[at].values())
            ),
            default=fixed.get(one.id, next(iter(own), None)),
        )
        if part is None:
            break
        own[part].append(one.id)
        for kind, number in offers.get(part, {}).items():
            load[kind] += number / sum(offers[part].values())
    return [
        Part(
            frozenset(base for base in tied if tied[base] == part), tuple(sorted(folk))
        )
        for part, folk in own.items()
        if folk
    ]


def _by_choice(instance: Instance, tied: Mapping[int, int]) -> list[Candidate]:
    """Those with the fewest parts to choose from first."""
    return sorted(
        instance.candidates,
        key=lambda one: len({tied[b] for b in instance.ways[one.campus] if b in tied}),
    )


def _offers(
    instance: Instance,
    one: Candidate,
    tied: Mapping[int, int],
    seats: Counter[tuple[int, str]],
    fixed: int | None,
) -> dict[int, dict[tuple[int, str], int]]:
    """Seats by part and category that somebody can get to and may sell in."""
    near = {tied[base] for base in instance.ways[one.campus] if base in tied}
    found = {}
    for part in near if fixed is None else {fixed}:
        kinds = {
            (part, kind): number
            for kind in one.categories
            if (number := seats[part, kind])
        }
        if kinds:
            found[part] = kinds
    return found


def _tied(instance: Instance) -> dict[int, int]:
    """By base, the least of the bases it has to stay with."""
    tied = {room.base: room.base for room in instance.rooms}

    def tie(one: int, other: int) -> None:
        low, high = sorted((tied[one], tied[other]))
        tied.update({base: low for base, at in tied.items() if at == high})

    base = {slot.id: instance.room[slot.room].base for slot in instance.slots}
    first: dict[int, int] = {}
    for who, slot, _round in instance.fixed:
        tie(first.setdefault(who, base[slot]), base[slot])
    mentors = {mentor.id: mentor.base for mentor in instance.mentors}
    for one in instance.slots:
        if one.mentor is not None:
            home = mentors.get(one.mentor)
            tie(base[one.id], home if home in tied else base[one.id])
    return tied


def restricted(instance: Instance, part: Part) -> Instance:
    """The instance with nothing but what is the part's."""
    people = frozenset(part.people)
    rooms = tuple(room for room in instance.rooms if room.base in part.bases)
    inside = {room.id for room in rooms}
    slots = tuple(slot for slot in instance.slots if slot.room in inside)
    own, named = {slot.id for slot in slots}, {slot.mentor for slot in slots}
    return replace(
        instance,
        rooms=rooms,
        slots=slots,
        candidates=tuple(one for one in instance.candidates if one.id in people),
        mentors=tuple(
            one for one in instance.mentors if one.base in part.bases or one.id in named
        ),
        rounds=tuple(
            replace(one, active=tuple(who for who in one.active if who in people))
            for one in instance.rounds
        ),
        fixed=tuple(
            row for row in instance.fixed if row[0] in people and row[1] in own
        ),
        locked=instance.locked & own,
    )


def targets(instance: Instance) -> dict[int, float]:
    """By round, the traffic that all parts aim at."""
    greedy = Search(compiled(instance), 0, None, None, None, None).greedy
    return {
        round_.id: AIM * mean
        for round_, mean in zip(instance.rounds, greedy, strict=True)
    }


def merged(solutions: Sequence[Solution]) -> Solution:
    """Of all parts; nothing is in two of them."""
    rows = (row for one in solutions for row in one.assignments)
    mentors: dict[int, int] = {}
    for one in solutions:
        mentors |= one.mentors
    return Solution(tuple(sorted(rows, key=lambda row: (row[1], row[0]))), mentors)
