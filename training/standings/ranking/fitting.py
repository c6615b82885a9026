"""How much is the person, the room, the hour, the judge, and how much the day.

Variances are estimated by REML, of sales alone and of scores alone, then the two
correlations of both together. What a ranking hangs on most, how much people differ and
how far judges see what sells, is not known well from a small campaign: both are
averaged over a grid, with even weight beforehand (for standard deviations: Gelman,
Bayesian Analysis 1, 2006), so that what isn't known widens the intervals.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from training.standings.ranking.climbing import highest
from training.standings.ranking.design import JUDGE, Array, Design, Measured
from training.standings.ranking.likelihood import Fit, Spread
from training.standings.ranking.results import Result

FAR = 5.0  # robust standard deviations from what was expected
ROUNDS = 6  # of pulling in what lies far away
LEAST, MOST = 1e-3, 3.0  # a standard deviation, as a share of the data's own
POINTS, COUNT, ZOOMS = 7, 4, 12  # of a grid, how many must matter, and times
MATTERS = 4.5  # of log density below the highest point; three standard deviations
NEGLIGIBLE = 0.002  # weight of a point that is left out
IMPOSSIBLE = -1e12  # as a log likelihood
SURE = 0.99  # the highest correlation
SAME_DAY = 0.9


@dataclass(frozen=True)
class Fitted:
    """Fits with their weights; `best` is that by REML alone.

    Args:
        pulled: trials whose sales lay so far off that they count as less far.
    """

    measured: Measured
    best: Fit
    fits: tuple[tuple[float, Fit], ...]
    pulled: tuple[str, ...]


def fitted(results: Sequence[Result]) -> Fitted:
    measured = Measured(results)
    sales, spread, pulled = of_sales(measured)
    alone = measured.design(sales, scores=False)
    grid = _grid(
        lambda sells: _likelihood(alone, replace(spread, sells=sells)),
        *(share * _scale(sales) for share in (LEAST, MOST)),
    )
    if not measured.judges.any():
        nodes = [replace(spread, sells=sells) for sells in grid]
        return Fitted(measured, Fit(alone, spread), _weighted(alone, nodes), pulled)
    spread = of_scores(measured, spread)
    both = measured.design(sales, scores=True)
    spread = _correlated(both, spread)
    ties = _grid(
        lambda together: _likelihood(both, replace(spread, together=together)),
        *(0.0, SURE),
    )
    nodes = [replace(spread, sells=s, together=t) for s in grid for t in ties]
    return Fitted(measured, Fit(both, spread), _weighted(both, nodes), pulled)


def of_sales(measured: Measured) -> tuple[Array, Spread, tuple[str, ...]]:
    """Sales with what lay far off pulled in, their spread, and the trials pulled in.

    A result further than FAR from what is expected of it is put there, again and again:
    Huber's pseudo-values, "Robust Statistics" (1981), section 7.8.
    """
    sales, spread = measured.sales, Spread()
    for turn in range(ROUNDS):
        design = measured.design(sales, scores=False)
        scale = _scale(sales)
        start = _fractions(scale) if not turn else {}
        names = ["sells", "day", *design.random]
        spread = _by_reml(design, replace(spread, **start), names, scale)
        expected = measured.expected(Fit(design, spread))
        reach = FAR * _robust(sales - expected)
        nearer = np.clip(measured.sales, expected - reach, expected + reach)
        moved = np.abs(nearer - sales).max()
        if reach == 0 or moved < 0.01 * reach:
            break
        sales = nearer
    changed = np.abs(sales - measured.sales) > 1e-9
    rows = zip(measured.results, changed, strict=True)
    return sales, spread, tuple(result.trial for result, far in rows if far)


def of_scores(measured: Measured, spread: Spread) -> Spread:
    """With the spread of scores.

    Without two judges of one trial nothing tells the judge's error from the trial's
    own shine: all is error then.
    """
    design = measured.design(None, scores=True)
    scores = [score for result in measured.results for _, score in result.scores]
    scale = _scale(np.array(scores))
    names = ["pleases", "error", *design.random]
    start = {"pleases": 0.5, "error": 0.7, "shine": LEAST, JUDGE: 0.3}
    if design.deviations[1]:
        names.append("shine")
        start["shine"] = 0.3
    start = {name: share * scale for name, share in start.items()}
    return _by_reml(design, replace(spread, **start), names, scale)


def _correlated(design: Design, spread: Spread) -> Spread:
    names = ("together", "same_day")

    def likelihood(at: Array) -> float:
        return _likelihood(design, replace(spread, **dict(zip(names, at, strict=True))))

    bounds = ((0.0, SURE), (-SAME_DAY, SAME_DAY))
    found = highest(likelihood, (0.5, 0.0), bounds)
    return replace(spread, **dict(zip(names, found.tolist(), strict=True)))


def _by_reml(
    design: Design, spread: Spread, names: Sequence[str], scale: float
) -> Spread:
    def at(logs: Array) -> Spread:
        return replace(spread, **dict(zip(names, np.exp(logs).tolist(), strict=True)))

    bounds = [(np.log(LEAST * scale), np.log(MOST * scale))] * len(names)
    start = [np.log(getattr(spread, name)) for name in names]
    return at(highest(lambda logs: _likelihood(design, at(logs)), start, bounds))


def _likelihood(design: Design, spread: Spread) -> float:
    """Where rounding lets none be worked out: next to impossible, but a number."""
    return max(Fit(design, spread).likelihood, IMPOSSIBLE)


def _grid(of: Callable[[float], float], low: float, high: float) -> list[float]:
    """Points from `low` to `high`, closer and closer until several of them matter."""
    points = np.linspace(low, high, POINTS)
    for _ in range(ZOOMS):
        found = np.array([of(point) for point in points.tolist()])
        near = np.flatnonzero(found > found.max() - MATTERS)
        if len(near) >= COUNT:
            break
        inside = points[max(near[0] - 1, 0)], points[min(near[-1] + 1, POINTS - 1)]
        points = np.linspace(*inside, POINTS)
    return points.tolist()


def _weighted(design: Design, nodes: Sequence[Spread]) -> tuple[tuple[float, Fit], ...]:
    fits = [Fit(design, node) for node in nodes]
    logs = np.array([fit.likelihood for fit in fits])
    weights = np.exp(logs - logs.max())
    weights /= weights.sum()
    weights[weights < NEGLIGIBLE] = 0
    weights /= weights.sum()
    pairs = zip(weights.tolist(), fits, strict=True)
    return tuple((weight, fit) for weight, fit in pairs if weight)


def _scale(values: Array) -> float:
    return float(np.std(values)) or 1.0


def _fractions(scale: float) -> dict[str, float]:
    shares = {"sells": 0.5, "day": 0.6, "room": 0.3, "hours": 0.3}
    return {name: share * scale for name, share in shares.items()}


def _robust(rest: Array) -> float:
    """Standard deviation by the median: few wild ones don't change it."""
    return float(1.4826 * np.median(np.abs(rest - np.median(rest))))
