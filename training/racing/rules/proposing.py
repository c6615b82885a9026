"""What is proposed on each: by the standing, the order, extra slots and places."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from training.racing.rules.level import Level, in_order
from training.racing.stages import Outcome
from training.standings.ranking.racing import Proposal, Race, Zone, raced
from training.trials.stages import Ties


@dataclass(frozen=True)
class Ranked:
    """Somebody's place in the standing, as far as a proposal hangs on it."""

    key: int
    direction: int
    campus: int
    rank: int
    sd: float
    away: float | None
    trials: int
    judged: float | None = None

    @property
    def candidate(self) -> str:
        return str(self.key)

    @property
    def from_cut(self) -> float:
        """From the cut in standard deviations; far above, when all are taken."""
        return math.inf if self.away is None else self.away


@dataclass(frozen=True)
class Terms:
    """What was set on the round beforehand.

    Args:
        take: how many go on.
        slots: extra ones that are left.
        told: what one of them tells.
        quotas: by direction, and campus or none for all.
    """

    round: int
    is_last: bool
    take: int
    slots: int
    told: float
    ties: Ties
    quotas: Mapping[tuple[int, int | None], int]


@dataclass(frozen=True)
class Proposed:
    """What is proposed on somebody.

    Args:
        turn: from 1, no two of them level.
        level: whether somebody else has the same rank.
        full: places of their direction or college were taken by then.
    """

    ranked: Ranked
    turn: int
    level: bool
    zone: Zone
    outcome: Outcome
    slots: int
    full: bool


@dataclass(frozen=True)
class Proposals:
    """On all who are ranked, the best first; `race` says what extra slots buy."""

    rows: tuple[Proposed, ...]
    race: Race[Ranked]

    def by_candidate(self) -> dict[int, Proposed]:
        return {row.ranked.key: row for row in self.rows}


def propose(ranked: Iterable[Ranked], terms: Terms) -> Proposals:
    people = {one.key: one for one in ranked}
    levels = (Level(p.key, p.rank, p.trials, p.judged) for p in people.values())
    ordered = [people[key] for key in in_order(levels, terms.ties, terms.round)]
    race = raced(ordered, terms.told, slots=terms.slots)
    return Proposals(tuple(_each(race.proposals, terms)), race)


class Taken:
    """Places as they run out, all in all and of each quota."""

    def __init__(self, quotas: Mapping[tuple[int, int | None], int]) -> None:
        self.quotas, self.number = quotas, 0
        self.used: Counter[tuple[int, int | None]] = Counter()

    def is_full(self, person: Ranked) -> bool:
        """Whether there is no place in their direction, or of their college."""
        return any(
            self.used[key] >= self.quotas.get(key, math.inf) for key in _keys(person)
        )

    def add(self, person: Ranked) -> None:
        self.number += 1
        self.used.update(_keys(person))


def _keys(person: Ranked) -> tuple[tuple[int, int | None], ...]:
    return (person.direction, None), (person.direction, person.campus)


def _each(found: Sequence[Proposal[Ranked]], terms: Terms) -> Iterable[Proposed]:
    """In their order, so that places run out as they would."""
    ranks = Counter(one.standing.rank for one in found)
    within, used = Taken(terms.quotas), Taken(terms.quotas)
    for turn, one in enumerate(found, 1):
        person = one.standing
        crowded, full = within.is_full(person), used.is_full(person)
        inside = within.number < terms.take and not crowded
        if inside:
            within.add(person)
        wanted = one.zone == Zone.THROUGH or one.zone == Zone.GREY and inside
        outcome = _outcome(one, terms, taken=wanted and not full)
        if outcome in (Outcome.THROUGH, Outcome.QUALIFIED):
            used.add(person)
        yield Proposed(
            ranked=person,
            turn=turn,
            level=ranks[person.rank] > 1,
            zone=one.zone,
            outcome=outcome,
            slots=one.slots,
            full=wanted and full or one.zone == Zone.GREY and crowded,
        )


def _outcome(one: Proposal[Ranked], terms: Terms, *, taken: bool) -> Outcome:
    if one.slots:
        return Outcome.EXTRA
    if taken:
        return Outcome.QUALIFIED if terms.is_last else Outcome.THROUGH
    if terms.is_last and one.zone != Zone.OUT:
        return Outcome.RESERVE
    return Outcome.OUT
