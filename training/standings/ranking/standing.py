"""Places with their uncertainty: score, interval of the rank, chance to be taken."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from training.standings.ranking import connection, quotas
from training.standings.ranking.design import Array
from training.standings.ranking.fitting import Fitted, fitted
from training.standings.ranking.likelihood import Fit
from training.standings.ranking.quotas import Limit, Quota
from training.standings.ranking.results import CannotRank, Minimum, Result, in_order

SEED = 20
CELLS, FEWEST, MOST = 3_000_000, 1_000, 4_000  # of draws, all in all and for each
INTERVAL = (0.1, 0.9)
DIGITS = 6  # of a score; people whose scores are the same share a rank


@dataclass(frozen=True)
class Standing:
    """A candidate's place.

    Args:
        score: log sales beyond the average candidate's, room, hour and viewers alike.
        low, high: 80 % interval of the score; of the rank: `rank_low`, `rank_high`.
        sd: of the score's error.
        p_in: probability to be truly among those to take.
        from_cut: the score less the cut's, in standard deviations of that difference;
            the cut is that of the quotas somebody is of.
    """

    candidate: str
    rank: int
    score: float
    sd: float
    low: float
    high: float
    rank_low: int
    rank_high: int
    p_in: float
    from_cut: float


@dataclass(frozen=True)
class Standings:
    """Of all who can be ranked, the best first.

    Args:
        take: how many are to be taken.
        short: candidates with not enough data.
        told_apart: share of what would be known of people, were rooms, hours and judges
            known for sure; at 0 nothing tells them apart.
        fitted: what it was made with: variances, effects of rooms, hours and judges.
    """

    rows: tuple[Standing, ...]
    take: int
    short: tuple[str, ...]
    told_apart: float
    fitted: Fitted = field(repr=False)


def standings(
    results: Iterable[Result],
    *,
    share: float = 0.2,
    take: int | None = None,
    minimum: Minimum | None = None,
    among: Collection[str] | None = None,
    within: Collection[Quota] = (),
) -> Standings:
    """Rank by what can be sold, whoever got which room and hour.

    Args:
        share: of the ranked to take, where `take` doesn't say how many.
        minimum: those below aren't ranked; their results still tell of the rooms.
        among: who is to be ranked, all who have results if it isn't said; who of them
            has none is short.
        within: quotas that bind beside `take`; without that, as many as they give.

    Raises:
        CannotRank: there is nobody to rank; as Apart, people can't be told from rooms
            or hours.
    """
    ordered = in_order(results)
    there = {result.candidate for result in ordered}
    everybody = there if among is None else set(among)
    ranked = sorted(everybody & (minimum.enough(ordered) if minimum else there))
    if not ranked:
        raise CannotRank("Nobody has enough results to be ranked")
    connection.check(ordered, set(ranked))
    found = fitted(ordered)
    places = np.searchsorted(found.measured.candidates, ranked)
    limits: list[Limit] | None = None
    if within:
        places_to_take, limits = quotas.limits_of(within, ranked, take, share)
    else:
        places_to_take = min(take or max(round(share * len(ranked)), 1), len(ranked))
    score, variance, known = _moments(found)
    drawn = _drawn(found)[places]
    p_in, from_cut = _in(drawn, places_to_take, limits)
    rows = _rows(ranked, score[places], variance[places], drawn, p_in, from_cut)
    told_apart = float(np.mean(known[places] / variance[places]))
    short = tuple(sorted(everybody - set(ranked)))
    return Standings(rows, places_to_take, short, told_apart, found)


def _moments(found: Fitted) -> tuple[Array, Array, Array]:
    """Scores, variances of their errors, and these if all but people were known."""
    weights = np.array([weight for weight, _ in found.fits])
    scores = np.array([fit.sells for _, fit in found.fits])
    errors = np.array([fit.errors for _, fit in found.fits])
    score = weights @ scores
    between = weights @ (scores - score) ** 2
    inside, known = np.tensordot(weights, errors, axes=1)
    return score, inside + between, known + between


def _drawn(found: Fitted) -> Array:
    people = len(found.measured.candidates)
    count = int(np.clip(CELLS // people, FEWEST, MOST))
    chance = np.random.default_rng(SEED)
    weights = np.array([weight for weight, _ in found.fits])
    shares = np.diff(np.round(np.cumsum([0, *weights]) * count).astype(int))
    fits: Sequence[Fit] = [fit for _, fit in found.fits]
    return np.concatenate(
        [fit.drawn(n, chance) for fit, n in zip(fits, shares.tolist(), strict=True)],
        axis=1,
    )


def _in(drawn: Array, take: int, limits: Sequence[Limit] | None) -> tuple[Array, Array]:
    """By candidate, the chance to be in, and how far from the cut."""
    if limits is None:
        return (_ranks(drawn) <= take).mean(axis=1), _from_cut(drawn, take)
    found = quotas.cut(drawn, limits)
    return found.inside.mean(axis=1), quotas.from_cut(drawn, found.bars)


def _rows(
    names: Sequence[str],
    score: Array,
    variance: Array,
    drawn: Array,
    p_in: Array,
    from_cut: Array,
) -> tuple[Standing, ...]:
    ranks = _ranks(drawn)
    score = np.round(score, DIGITS) + 0.0  # no minus zero
    sd = np.sqrt(variance)
    low, high = np.quantile(drawn, INTERVAL, axis=1)
    rank_low = np.quantile(ranks, INTERVAL[0], axis=1, method="lower")
    rank_high = np.quantile(ranks, INTERVAL[1], axis=1, method="higher")
    descending = np.sort(-score)
    rows = [
        Standing(
            candidate=names[n],
            rank=int(np.searchsorted(descending, -score[n])) + 1,
            score=float(score[n]),
            sd=float(sd[n]),
            low=float(low[n]),
            high=float(high[n]),
            rank_low=int(rank_low[n]),
            rank_high=int(rank_high[n]),
            p_in=float(p_in[n]),
            from_cut=float(from_cut[n]),
        )
        for n in range(len(names))
    ]
    return tuple(sorted(rows, key=lambda row: (row.rank, row.candidate)))


def _ranks(drawn: Array) -> Array:
    """By candidate and draw, from 1."""
    order = np.argsort(-drawn, axis=0)
    ranks = np.empty(drawn.shape, dtype=np.int32)
    np.put_along_axis(ranks, order, np.arange(1, len(drawn) + 1)[:, None], axis=0)
    return ranks


def _from_cut(drawn: Array, take: int) -> Array:
    """The cut lies halfway between the last taken and the first not, in each draw."""
    if take >= len(drawn):
        return np.full(len(drawn), np.inf)
    first = len(drawn) - take
    parted = np.partition(drawn, (first - 1, first), axis=0)
    beyond = drawn - parted[first - 1 : first + 1].mean(axis=0)
    return beyond.mean(axis=1) / np.maximum(beyond.std(axis=1), 1e-12)
