"""Figures of a plan: coverage, fairness, prime slots, preferences, changes."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from training.solver.problem import (
    DAY,
    Candidate,
    Event,
    Instance,
    Round,
    Slot,
    Solution,
)

NOON, EVENING = 12 * 60, 18 * 60


@dataclass(frozen=True)
class RoundFigures:
    """Of a round, among those active in it who have not withdrawn.

    Args:
        people: how many they are.
        need: slots they should have in all.
        got: slots they have of these.
        full: how many people have all of theirs.
        mean: expected traffic of each.
        mad: mean absolute deviation from it, in per cent of it: the fairness.
        gini: of the traffic, 0 if all have the same.
        prime_mad: mean absolute deviation of the number of prime slots.
        spread: from the 5th to the 95th percentile of traffic, per cent of the mean.
    """

    round: int
    people: int
    need: int
    got: int
    full: int
    mean: float
    mad: float
    gini: float
    prime_mad: float
    spread: float

    @property
    def coverage(self) -> float:
        return percent(self.got, self.need)


@dataclass(frozen=True)
class Changes:
    """Assignments compared with the plan before, without those of who withdrew.

    Args:
        forced: of the old ones, in rooms that closed.
        mentor_swaps: slots that are used still, under another mentor.
    """

    kept: int
    removed: int
    added: int
    forced: int
    mentor_swaps: int


@dataclass(frozen=True)
class Figures:
    """Of a whole plan.

    Args:
        mad: of the rounds with any traffic, weighted by their people.
        preference: liking of a slot, on average.
        mentor_room_changes: from one slot to the next of a mentor's day.
    """

    rounds: tuple[RoundFigures, ...]
    mad: float
    preference: float
    mentor_room_changes: int
    changes: Changes | None = None

    @property
    def need(self) -> int:
        return sum(round_.need for round_ in self.rounds)

    @property
    def got(self) -> int:
        return sum(round_.got for round_ in self.rounds)

    @property
    def coverage(self) -> float:
        return percent(self.got, self.need)


def figures(
    instance: Instance,
    solution: Solution,
    base: Solution | None = None,
    event: Event | None = None,
) -> Figures:
    """The plan's figures; assignments that break a rule are counted like any other."""
    event = event or Event(0, -1)
    rounds = tuple(
        _of_round(round_, own, event)
        for round_, own in zip(
            instance.rounds, _slots(instance, solution, event), strict=True
        )
    )
    return Figures(
        rounds=rounds,
        mad=_weighted([round_ for round_ in rounds if round_.mean]),
        preference=_preference(instance, solution, event),
        mentor_room_changes=_room_changes(instance, solution),
        changes=_changes(instance, solution, base, event) if base else None,
    )


def percent(part: float, whole: float) -> float:
    return 100 * part / whole if whole else 100.0


def _slots(
    instance: Instance, solution: Solution, event: Event
) -> Iterator[dict[int, list[Slot]]]:
    """For each round in order, everybody's slots by candidate."""
    by_round: dict[int, dict[int, list[Slot]]] = {
        round_.id: {who: [] for who in round_.active if who not in event.withdrawn}
        for round_ in instance.rounds
    }
    for who, slot, round_id in solution.assignments:
        if who in by_round[round_id]:
            by_round[round_id][who].append(instance.slot[slot])
    yield from (by_round[round_.id] for round_ in instance.rounds)


def _of_round(round_: Round, own: dict[int, list[Slot]], event: Event) -> RoundFigures:
    traffic = sorted(sum(slot.viewers for slot in slots) for slots in own.values())
    prime = [sum(slot.prime for slot in slots) for slots in own.values()]
    mean = _mean(traffic)
    return RoundFigures(
        round=round_.id,
        people=len(own),
        need=sum(round_.slots_of(who) for who in own),
        got=sum(min(len(slots), round_.slots_of(who)) for who, slots in own.items()),
        full=sum(len(slots) >= round_.slots_of(who) for who, slots in own.items()),
        mean=mean,
        mad=100 * _deviation(traffic) / mean if mean else 0.0,
        gini=_gini(traffic) if mean else 0.0,
        prime_mad=_deviation(prime),
        spread=100 * (_at(traffic, 0.95) - _at(traffic, 0.05)) / mean if mean else 0.0,
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _deviation(values: Sequence[float]) -> float:
    mean = _mean(values)
    return _mean([abs(value - mean) for value in values])


def _gini(ordered: Sequence[float]) -> float:
    """The Gini coefficient of values in ascending order, with a sum above 0."""
    count = len(ordered)
    ranked = ((2 * place - count + 1) * value for place, value in enumerate(ordered))
    return sum(ranked) / (count * sum(ordered))


def _at(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _weighted(rounds: Sequence[RoundFigures]) -> float:
    people = sum(round_.people for round_ in rounds)
    return (
        sum(round_.mad * round_.people for round_ in rounds) / people if people else 0.0
    )


def _preference(instance: Instance, solution: Solution, event: Event) -> float:
    return _mean(
        [
            _liking(instance.candidate[who], instance.slot[slot])
            for who, slot, _ in solution.assignments
            if who not in event.withdrawn
        ]
    )


def _liking(who: Candidate, slot: Slot) -> int:
    minute = slot.start % DAY
    daypart = 0 if minute < NOON else 1 if minute < EVENING else 2
    return who.dayparts[daypart] + (slot.room in who.rooms)


def _room_changes(instance: Instance, solution: Solution) -> int:
    used = {slot for _, slot, _ in solution.assignments} & solution.mentors.keys()
    own: defaultdict[tuple[int, int], list[Slot]] = defaultdict(list)
    in_order = sorted(used, key=lambda id_: _when(instance.slot[id_]))
    for slot in (instance.slot[id_] for id_ in in_order):
        own[solution.mentors[slot.id], slot.start // DAY].append(slot)
    return sum(
        before.room != after.room
        for slots in own.values()
        for before, after in pairwise(slots)
    )


def _when(slot: Slot) -> tuple[int, int, int]:
    return slot.start, slot.end, slot.room


def _changes(
    instance: Instance, solution: Solution, base: Solution, event: Event
) -> Changes:
    old = {
        (who, slot) for who, slot, _ in base.assignments if who not in event.withdrawn
    }
    new = {(who, slot) for who, slot, _ in solution.assignments}
    closed = {
        slot.id
        for slot in instance.slots
        if slot.room in event.closed_rooms and slot.day >= event.closed_from
    }
    return Changes(
        kept=len(old & new),
        removed=len(old - new),
        added=len(new - old),
        forced=sum(slot in closed for _, slot in old),
        mentor_swaps=sum(
            base.mentors[slot] != solution.mentors.get(slot)
            for slot in {slot for _, slot in new} & base.mentors.keys()
        ),
    )
