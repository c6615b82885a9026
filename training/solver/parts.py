"""Splits an instance too large for one search into parts by base.

A room and its mentors belong to one base, and each candidate is given to one part, so
solutions of the parts put together break no rule. All parts aim at the same traffic.
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
    """Parts, each with people in proportion to its seats in the categories they sell.

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
    for candidate in _by_choice(instance, tied):
        offers = _offers(instance, candidate, tied, seats, fixed.get(candidate.id))
        part = min(
            offers,
            key=lambda at: (
                (1 + sum(load[kind] for kind in offers[at])) / sum(offers[at].values())
            ),
            default=fixed.get(candidate.id, next(iter(own), None)),
        )
        if part is None:
            break
        own[part].append(candidate.id)
        for kind, number in offers.get(part, {}).items():
            load[kind] += number / sum(offers[part].values())
    return [
        Part(
            frozenset(base for base in tied if tied[base] == part),
            tuple(sorted(people)),
        )
        for part, people in own.items()
        if people
    ]


def _by_choice(instance: Instance, tied: Mapping[int, int]) -> list[Candidate]:
    """Those with the fewest parts to choose from first."""
    return sorted(
        instance.candidates,
        key=lambda candidate: len(
            {tied[b] for b in instance.routes[candidate.campus] if b in tied}
        ),
    )


def _offers(
    instance: Instance,
    candidate: Candidate,
    tied: Mapping[int, int],
    seats: Counter[tuple[int, str]],
    fixed: int | None,
) -> dict[int, dict[tuple[int, str], int]]:
    """Seats by part and category that somebody can get to and may sell in."""
    near = {tied[base] for base in instance.routes[candidate.campus] if base in tied}
    found = {}
    for part in near if fixed is None else {fixed}:
        kinds = {
            (part, kind): number
            for kind in candidate.categories
            if (number := seats[part, kind])
        }
        if kinds:
            found[part] = kinds
    return found


def _tied(instance: Instance) -> dict[int, int]:
    """By base, the id of its part: the least base of those that stay together."""
    tied = {room.base: room.base for room in instance.rooms}

    def tie(base_a: int, base_b: int) -> None:
        low, high = sorted((tied[base_a], tied[base_b]))
        tied.update({base: low for base, at in tied.items() if at == high})

    base = {slot.id: instance.room[slot.room].base for slot in instance.slots}
    first: dict[int, int] = {}
    for who, slot_id, _round in instance.fixed:
        tie(first.setdefault(who, base[slot_id]), base[slot_id])
    mentors = {mentor.id: mentor.base for mentor in instance.mentors}
    for slot in instance.slots:
        if slot.mentor is not None:
            home = mentors.get(slot.mentor)
            tie(base[slot.id], home if home in tied else base[slot.id])
    return tied


def restricted(instance: Instance, part: Part) -> Instance:
    """The instance with only the part's rooms, slots, people and mentors."""
    people = frozenset(part.people)
    rooms = tuple(room for room in instance.rooms if room.base in part.bases)
    inside = {room.id for room in rooms}
    slots = tuple(slot for slot in instance.slots if slot.room in inside)
    own, named = {slot.id for slot in slots}, {slot.mentor for slot in slots}
    return replace(
        instance,
        rooms=rooms,
        slots=slots,
        candidates=tuple(
            candidate for candidate in instance.candidates if candidate.id in people
        ),
        mentors=tuple(
            mentor
            for mentor in instance.mentors
            if mentor.base in part.bases or mentor.id in named
        ),
        rounds=tuple(
            replace(round_, active=tuple(who for who in round_.active if who in people))
            for round_ in instance.rounds
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
    """One solution of those of all parts, in order of slots."""
    rows = (row for solution in solutions for row in solution.assignments)
    mentors: dict[int, int] = {}
    for solution in solutions:
        mentors |= solution.mentors
    return Solution(tuple(sorted(rows, key=lambda row: (row[1], row[0]))), mentors)
