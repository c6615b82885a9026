"""Where candidates stand by their reviews, raw and adjusted for mild reviewers."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from statistics import median

import numpy as np

from candidates.screening.agreement import Reliability, reliability
from candidates.screening.queries import Scored, read
from candidates.screening.rules import PASSES_AT
from candidates.screening.rules import median as middle

KEPT = 8  # standings of batches that stay in memory, about a megabyte each
PULL = 5  # reviews of no leniency at all that everybody is taken to have given


def leniencies(scores: Sequence[tuple[int, int, float]]) -> dict[int, float]:
    """How much milder each reviewer marks than the rest, above 0, or stricter, below.

    Least squares over all reviews at once, each score being the candidate's own plus
    the reviewer's leniency (Braun, "Understanding scoring reliability: experiments in
    calibrating essay readers", Journal of Educational Statistics 13, 1988):

        minimise  Σ (score − candidate − leniency)² + PULL · Σ leniency²

    so who reviewed the weaker candidates isn't taken for strict. The second term, a
    ridge (Hoerl and Kennard, Technometrics 12, 1970), draws those with few reviews to
    0, and makes the leniencies sum to 0. Candidates are eliminated first: a system of
    as many equations as there are reviewers is left.

    Args:
        scores: candidate, reviewer, score.
    """
    if not scores:
        return {}
    candidates, row = np.unique([one[0] for one in scores], return_inverse=True)
    reviewers, column = np.unique([one[1] for one in scores], return_inverse=True)
    score = np.array([one[2] for one in scores], float)
    seen = np.zeros((len(candidates), len(reviewers)))
    np.add.at(seen, (row, column), 1)
    share = seen / seen.sum(axis=1, keepdims=True)
    means = np.bincount(row, score) / seen.sum(axis=1)
    left = np.diag(seen.sum(axis=0) + PULL) - share.T @ seen
    right = np.bincount(column, score - means[row])
    found = np.linalg.solve(left, right)
    return {int(key): float(one) for key, one in zip(reviewers, found, strict=True)}


@dataclass(slots=True)
class Standing:
    """Of a candidate: the median score, raw and adjusted, and how far apart they are.

    Args:
        place: by adjusted score within the direction; None without a score.
        locked, given: reviews locked, and all that weren't given up.
        differs: a third was asked, or one passes and another doesn't.
        hidden: who looks has a review of it to lock themself.
    """

    raw: Decimal | None = None
    adjusted: float | None = None
    spread: Decimal | None = None
    locked: int = 0
    given: int = 0
    differs: bool = False
    knocked_out: bool = False
    hidden: bool = False
    place: int | None = None

    @property
    def order(self) -> tuple[bool, float]:
        """The best first; who has no score comes last."""
        return self.adjusted is None, -(self.adjusted or 0)


@dataclass(frozen=True)
class Ranking:
    """A batch's standings, and how far its reviewers agree.

    Args:
        pending: reviewers who still have one to lock.
    """

    standings: Mapping[int, Standing]
    agreement: Reliability | None
    pending: frozenset[int]


def ranking(written: str, viewer: int) -> Ranking:
    """Of a batch's reviews, as this person may see it.

    Worked out anew whenever something else is `written`, so it is never stale.
    """
    found = _ranking(written, None)
    return _ranking(written, viewer) if viewer in found.pending else found


@lru_cache(maxsize=KEPT)
def _ranking(written: str, viewer: int | None) -> Ranking:
    reviews = read(written)
    pending = frozenset(one.reviewer for one in reviews if not one.locked)
    return Ranking(standings(reviews, viewer), _agreement(reviews), pending)


def _agreement(reviews: Iterable[Scored]) -> Reliability | None:
    """Of the first two reviews of each, as on the reviewers' page."""
    scores: dict[int, list[float]] = defaultdict(list)
    for one in reviews:
        if one.locked and not one.third and one.score is not None:
            scores[one.screening].append(float(one.score))
    return reliability([pair for pair in scores.values() if len(pair) == 2])


def standings(
    reviews: Iterable[Scored], viewer: int | None = None
) -> dict[int, Standing]:
    """By screening, of all reviews of a batch.

    Args:
        viewer: who sees nothing of those that they have to lock themself.
    """
    by_screening: dict[int, list[Scored]] = defaultdict(list)
    for review in reviews:
        by_screening[review.screening].append(review)
    milder = leniencies(
        [
            (one.screening, one.reviewer, float(one.score))
            for own in by_screening.values()
            for one in own
            if one.score is not None
        ]
    )
    found = {key: _standing(own, milder, viewer) for key, own in by_screening.items()}
    _place(found, {key: own[0].direction for key, own in by_screening.items()})
    return found


def _standing(
    own: Sequence[Scored], milder: Mapping[int, float], viewer: int | None
) -> Standing:
    scored = [one for one in own if one.score is not None]
    standing = Standing(
        locked=sum(one.locked for one in own),
        given=len(own),
    )
    if any(one.reviewer == viewer and not one.locked for one in own):
        standing.hidden = True
        return standing
    if scored:
        scores = [one.score for one in scored if one.score is not None]
        fair = [float(one.score or 0) - milder[one.reviewer] for one in scored]
        standing.raw, standing.adjusted = middle(scores), round(median(fair), 4)
        if len(scores) > 1:
            standing.spread = max(scores) - min(scores)
    standing.knocked_out = any(one.knocked_out for one in scored)
    passing = {_passes(one) for one in scored}
    standing.differs = any(one.third for one in own) or len(passing) > 1
    return standing


def _passes(one: Scored) -> bool:
    return one.score is not None and one.score >= PASSES_AT and not one.knocked_out


def _place(found: Mapping[int, Standing], directions: Mapping[int, int]) -> None:
    """Equal scores share a place."""
    by_direction: dict[int, list[Standing]] = defaultdict(list)
    for key, standing in found.items():
        if standing.adjusted is not None:
            by_direction[directions[key]].append(standing)
    for own in by_direction.values():
        own.sort(key=lambda one: one.order)
        for number, one in enumerate(own, start=1):
            before = own[number - 2] if number > 1 else None
            same = before is not None and before.adjusted == one.adjusted
            one.place = before.place if same and before else number
