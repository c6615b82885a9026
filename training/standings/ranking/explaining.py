"""What a ranking made of the slots: rooms, hours, judges, and what each trial was due.

Effects are the same mixture of fits that scores are; their intervals are those of the
likeliest fit.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from training.standings.ranking.design import HOURS, JUDGE, ROOM, Array
from training.standings.ranking.fitting import Fitted
from training.standings.ranking.likelihood import Spread
from training.standings.ranking.results import Result

INNER = 1.2815515655446004  # standard deviations to each side that hold 80 %


@dataclass(frozen=True)
class Effect:
    """Of a room or hour on log sales, or a judge's leniency in points.

    Args:
        low, high: 80 % interval.
        count: trials it was seen in.
    """

    name: str
    value: float
    low: float
    high: float
    count: int


@dataclass(frozen=True)
class Explained:
    """Effects by kind, the largest first, and each trial's due.

    Args:
        due: by trial, the log sales that the average candidate would have made there.
        fixed: effects of viewers and of what else sales hang on.
    """

    rooms: tuple[Effect, ...]
    hours: tuple[Effect, ...]
    judges: tuple[Effect, ...]
    due: Mapping[str, float]
    fixed: Mapping[str, float]


def explained(found: Fitted) -> Explained:
    design = found.best.design
    effects = sum(weight * fit.effects for weight, fit in found.fits)
    assert isinstance(effects, np.ndarray)  # there is one fit at least
    spread = INNER * np.sqrt(np.diag(found.best.variance))
    results = found.measured.results
    counts = {
        ROOM: Counter(result.room for result in results),
        HOURS: Counter(f"{result.band:02}:00" for result in results),
        JUDGE: Counter(judge for result in results for judge, _ in result.scores),
    }

    def of(kind: str) -> tuple[Effect, ...]:
        columns = design.random.get(kind, np.array([], dtype=int)).tolist()
        rows = [
            _effect(design.names[n], effects[n], spread[n], counts[kind])
            for n in columns
        ]
        return tuple(sorted(rows, key=lambda row: (-row.value, row.name)))

    due = found.measured.of_slots(effects).tolist()
    pairs = zip(design.names, design.kinds, effects.tolist(), strict=True)
    return Explained(
        of(ROOM),
        of(HOURS),
        of(JUDGE),
        {result.trial: at for result, at in zip(results, due, strict=True)},
        {name: value for name, kind, value in pairs if not kind},
    )


def _effect(name: str, value: Array, reach: Array, counts: Counter[str]) -> Effect:
    at, half = float(value), float(reach)
    return Effect(name, at, at - half, at + half, counts[name])


def agreement(spread: Spread, judges: int = 1) -> float:
    """ICC: of the mean score of so many judges, the share that isn't their error.

    Shrout and Fleiss, "Intraclass correlations", Psychological Bulletin 86 (1979), with
    each judge's leniency taken off: what is left is the host, the trial, and error.
    """
    told = spread.pleases**2 + spread.shine**2
    return told / (told + spread.error**2 / judges)


def apart(results: Sequence[Result], leniency: Mapping[str, float]) -> dict[str, float]:
    """By judge, how far from the others of the same trial: root mean square, in points.

    Leniencies are taken off before; who never judged with another isn't there.
    """
    squares: dict[str, list[float]] = defaultdict(list)
    for result in results:
        fair = [
            (judge, score - leniency.get(judge, 0)) for judge, score in result.scores
        ]
        if len(fair) < 2:
            continue
        total = sum(score for _, score in fair)
        for judge, score in fair:
            others = (total - score) / (len(fair) - 1)
            squares[judge].append((score - others) ** 2)
    return {judge: float(np.sqrt(np.mean(own))) for judge, own in squares.items()}
