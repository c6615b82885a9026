"""How far reviewers agree: on whole scores, on each criterion, and who is milder."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

LEVELS = 5  # marks from 1


@dataclass(frozen=True)
class Reliability:
    """ICC(1,k): that of the mean of `k` marks, from `low` to `high` with 95 %."""

    value: float
    low: float
    high: float
    k: float
    targets: int

    @property
    def reading(self) -> str:
        """As Koo and Li read it, Journal of Chiropractic Medicine 15 (2016)."""
        bounds = ((0.5, "poor"), (0.75, "moderate"), (0.9, "good"))
        return next((word for most, word in bounds if self.value < most), "excellent")


def reliability(scores: Sequence[Sequence[float]]) -> Reliability | None:
    """The intraclass correlation of means, each target scored by other reviewers.

    One-way random effects: Shrout and Fleiss, "Intraclass correlations", Psychological
    Bulletin 86 (1979), case 1; the interval as McGraw and Wong 1996, table 7. Targets
    with unequal numbers of scores count by the usual mean size, (N − Σn²/N) / (t − 1).

    Args:
        scores: a row for each target; those with less than two are left out.

    Returns:
        None for less than two targets, or where all scores are the same.
    """
    rows = [row for row in scores if len(row) > 1]
    if len(rows) < 2:
        return None
    sizes = np.array([len(row) for row in rows])
    total, targets = sizes.sum(), len(rows)
    marks = np.fromiter((score for row in rows for score in row), float, total)
    target = np.repeat(np.arange(targets), sizes)
    means = np.bincount(target, marks) / sizes
    between = (sizes * (means - marks.mean()) ** 2).sum() / (targets - 1)
    within = ((marks - means[target]) ** 2).sum() / (total - targets)
    if between == 0:
        return None
    k = (total - (sizes**2).sum() / total) / (targets - 1)
    ratio = within / between
    low, high = (1 - ratio * _f(side, targets, total) for side in (0.975, 0.025))
    return Reliability(float(1 - ratio), float(low), float(high), float(k), targets)


def _f(at: float, targets: int, total: int) -> float:
    from scipy.stats import f  # noqa: PLC0415 -- slow import

    return float(f.ppf(at, targets - 1, total - targets))


def weighted_kappa(
    pairs: Iterable[tuple[int, int]], levels: int = LEVELS
) -> float | None:
    """Cohen's kappa of two marks, those further apart counting by the square.

    Cohen, "Weighted kappa", Psychological Bulletin 70 (1968), with weights (i − j)².

    Args:
        pairs: marks from 1 to `levels`, of one target each.

    Returns:
        None where chance alone would agree: all marks the same, or none at all.
    """
    seen = np.zeros((levels, levels))
    for first, second in pairs:
        seen[first - 1, second - 1] += 1
    if not seen.any():
        return None
    step = np.arange(levels)
    weight = (step[:, None] - step[None, :]) ** 2
    share = seen / seen.sum()
    expected = (weight * np.outer(share.sum(axis=1), share.sum(axis=0))).sum()
    return float(1 - (weight * share).sum() / expected) if expected else None


@dataclass(frozen=True)
class Habit:
    """How a reviewer marks beside those who marked the same.

    Args:
        mean: of their own scores.
        others: what the others gave the same targets, on average.
    """

    reviews: int
    mean: float
    others: float
    lowest: float
    highest: float

    @property
    def leniency(self) -> float:
        """Milder above 0, stricter below."""
        return self.mean - self.others


def habits(scores: Iterable[Sequence[tuple[int, float]]]) -> dict[int, Habit]:
    """By reviewer, from each target's pairs of reviewer and score.

    Of several others on a target their mean counts.
    """
    own: dict[int, list[float]] = defaultdict(list)
    beside: dict[int, list[float]] = defaultdict(list)
    for target in scores:
        for place, (reviewer, score) in enumerate(target):
            others = [s for other, (_who, s) in enumerate(target) if other != place]
            if others:
                own[reviewer].append(score)
                beside[reviewer].append(sum(others) / len(others))
    return {
        reviewer: Habit(
            len(found),
            sum(found) / len(found),
            sum(beside[reviewer]) / len(found),
            min(found),
            max(found),
        )
        for reviewer, found in own.items()
    }
