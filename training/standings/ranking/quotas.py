"""Places of groups within all there are: who has one, and where the cut of each lies.

The best are taken first, as long as there is a place in all groups they are of. Groups
lie apart or within one another, such as a college's people within a direction; so as
many are taken in every draw, and only some of the limits ever bind.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from training.standings.ranking.design import Array

SHUT = -9.0  # standard deviations from the cut of who has no place to get


@dataclass(frozen=True)
class Quota:
    """How many of these are taken at most."""

    places: int
    candidates: frozenset[str]


@dataclass(frozen=True)
class Limit:
    """A quota that binds, its people by number."""

    places: int
    people: Array


@dataclass(frozen=True)
class Cut:
    """What limits come to, by candidate and draw: who is in, and the score it took.

    Args:
        bars: minus infinity where nothing binds, infinity where there is no place.
    """

    inside: Array
    bars: Array


def limits_of(
    quotas: Iterable[Quota], names: Sequence[str], take: int | None, share: float
) -> tuple[int, list[Limit]]:
    """How many are taken in all, and the limits that bind.

    Args:
        names: of who is ranked.
        take: in all; without it, what the quotas give, and a share of the others.
    """
    number = {name: n for n, name in enumerate(names)}
    apart: list[tuple[int, set[int]]] = []  # the widest by now: taken at most, of whom
    found = []
    for quota in sorted(quotas, key=lambda one: len(one.candidates)):
        people = {number[name] for name in quota.candidates if name in number}
        within = [one for one in apart if one[1] <= people]
        most = len(people) - sum(len(own) - n for n, own in within)
        if quota.places < most:
            found.append(Limit(quota.places, np.array(sorted(people), dtype=int)))
        apart = [one for one in apart if one not in within]
        apart.append((min(quota.places, most), people))
    given = sum(n for n, _own in apart)
    others = len(names) - sum(len(own) for _n, own in apart)
    wanted = given + round(share * others) if take is None else take
    if wanted < given + others:
        found.append(Limit(wanted, np.arange(len(names))))
    return min(wanted, given + others), found


def cut(drawn: Array, limits: Collection[Limit]) -> Cut:
    """Of each draw, the best first.

    A limit's bar lies halfway between the last who got a place and the next of its
    people; who is of several needs to be above the highest.
    """
    people, draws = drawn.shape
    belongs = np.zeros((people, len(limits)), dtype=bool)
    for n, limit in enumerate(limits):
        belongs[limit.people, n] = True
    places = np.array([[limit.places] for limit in limits])
    used = np.zeros((len(limits), draws), dtype=int)
    last, following = np.full((2, len(limits), draws), np.nan)
    inside = np.zeros((people, draws), dtype=bool)
    each = np.arange(draws)
    for who in np.argsort(-drawn, axis=0):
        score, own = drawn[who, each], belongs[who].T
        full = used >= places
        taken = ~(own & full).any(axis=0)
        inside[who, each] = taken
        following = np.where(own & full & np.isnan(following), score, following)
        last = np.where(own & taken, score, last)
        used += own & taken
    following = np.where(np.isnan(following), last, following)
    bar = np.where(used >= places, (last + following) / 2, -np.inf)
    bar = np.where(places == 0, np.inf, bar)
    bars = np.full(drawn.shape, -np.inf)
    for n, limit in enumerate(limits):
        bars[limit.people] = np.maximum(bars[limit.people], bar[n])
    return Cut(inside, bars)


def from_cut(drawn: Array, bars: Array) -> Array:
    """Of each candidate, the score less the bar, in its standard deviations."""
    found = np.full(len(drawn), np.inf)
    found[np.isposinf(bars).all(axis=1)] = SHUT
    bound = np.isfinite(bars).all(axis=1)
    beyond = drawn[bound] - bars[bound]
    spread = np.maximum(beyond.std(axis=1), 1e-12)
    found[bound] = np.maximum(beyond.mean(axis=1) / spread, SHUT)
    return found
