"""A round's proposal: who is through, who is out, and whom more airtime would settle.

Nobody within one standard deviation of the cut is let through or dropped; extra slots
go to those nearest to it. What they buy is worked out beforehand (preposterior
analysis: Raiffa and Schlaifer, "Applied Statistical Decision Theory", 1961): how many
are expected on the wrong side of the cut now, and how many once the slots were used.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist
from typing import Generic, Protocol, TypeVar

from training.standings.ranking.likelihood import Spread
from training.standings.ranking.standing import Standing, Standings

NEAR = 1.0  # standard deviations from the cut
NODES = 21
NORMAL = NormalDist()


class Zone(StrEnum):
    THROUGH = "through"
    GREY = "grey"
    OUT = "out"


class Placed(Protocol):
    """What a proposal needs to know of a place."""

    @property
    def candidate(self) -> str: ...
    @property
    def sd(self) -> float: ...
    @property
    def from_cut(self) -> float: ...


P = TypeVar("P", bound=Placed)


@dataclass(frozen=True)
class Proposal(Generic[P]):
    """For one candidate.

    Args:
        slots: extra ones.
        wrong: chance to be placed on the wrong side of the cut now.
        then: that chance once the extra slots were used.
    """

    standing: P
    zone: Zone
    slots: int
    wrong: float
    then: float


@dataclass(frozen=True)
class Race(Generic[P]):
    """What is proposed for a round, the best first."""

    proposals: tuple[Proposal[P], ...]

    def of(self, zone: Zone) -> list[P]:
        return [one.standing for one in self.proposals if one.zone == zone]

    @property
    def slots(self) -> int:
        return sum(one.slots for one in self.proposals)

    @property
    def wrong(self) -> float:
        """How many are expected on the wrong side of the cut, as things are."""
        return sum(one.wrong for one in self.proposals)

    @property
    def then(self) -> float:
        """How many, once the extra slots were used."""
        return sum(one.then for one in self.proposals)


def zone(standing: Placed) -> Zone:
    if abs(standing.from_cut) <= NEAR:
        return Zone.GREY
    return Zone.THROUGH if standing.from_cut > 0 else Zone.OUT


def race(
    found: Standings, *, slots: int, most: int = 2, judges: int = 2
) -> Race[Standing]:
    """Propose for a round, as `raced`, from standings at hand."""
    spread = found.fitted.best.spread
    told = information(spread, judges if found.fitted.measured.judges.any() else 0)
    return raced(found.rows, told, slots=slots, most=most)


def raced(rows: Sequence[P], told: float, *, slots: int, most: int = 2) -> Race[P]:
    """Propose for a round.

    Args:
        told: what an extra trial tells, as `information`.
        slots: extra ones there are; each in the grey zone gets one, the nearest to the
            cut first, before anybody gets another.
        most: for each candidate.
    """
    extra = _given(rows, slots, most)
    return Race(
        tuple(
            Proposal(
                standing,
                zone(standing),
                extra.get(standing.candidate, 0),
                *_wrong(standing, extra.get(standing.candidate, 0) * told),
            )
            for standing in rows
        )
    )


def _given(rows: Sequence[Placed], slots: int, most: int) -> dict[str, int]:
    grey = [row for row in rows if zone(row) == Zone.GREY]
    nearest = sorted(grey, key=lambda row: (abs(row.from_cut), row.candidate))
    turns = [row.candidate for _ in range(most) for row in nearest][: max(slots, 0)]
    return {candidate: turns.count(candidate) for candidate in set(turns)}


def information(spread: Spread, judges: int) -> float:
    """What a trial more tells of how somebody sells: one over its error's variance.

    Rooms, hours and judges are taken as known. How far judges see sales is what the
    correlation says: a score tells of `pleases`, and through it of `sells`.
    """
    sales = 1 / spread.day**2
    if not judges or not spread.together:
        return sales
    slope = spread.together * spread.pleases / spread.sells
    unseen = (1 - spread.together**2) * spread.pleases**2
    error = spread.shine**2 + spread.error**2 / judges
    return sales + slope**2 / (unseen + error)


def _wrong(standing: Placed, told: float) -> tuple[float, float]:
    """Chance to be misplaced now, and after `told` more is known."""
    away = abs(standing.from_cut)
    now = NORMAL.cdf(-away)
    variance = standing.sd**2
    if not told or math.isinf(away) or not variance:
        return now, now
    left = 1 / (1 + told * variance)  # share of the variance that stays
    moves = math.sqrt(1 - left)
    points = (away + moves * node for node in _nodes())
    then = sum(NORMAL.cdf(-abs(point) / math.sqrt(left)) for point in points) / NODES
    return now, min(then, now)


def _nodes() -> Iterator[float]:
    """Equally likely values of a standard normal."""
    return (NORMAL.inv_cdf((n + 0.5) / NODES) for n in range(NODES))
