"""Whether what was known of people before went with how they sold.

Those who were ranked had passed screening: their marks differ less than everybody's,
and a correlation is smaller for it. Both are given, what was seen and what it would be
among all who were marked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atanh, inf, sqrt, tanh
from statistics import StatisticsError, correlation, stdev

Z95 = 1.959963984540054
FEW = 10  # people, below which nothing is told


@dataclass(frozen=True)
class Went:
    """How two things went together.

    Args:
        n: people known in both.
        r, low, high: Pearson's correlation and its 95 % interval.
        spread: standard deviation among these, of what was known before.
        everybody: the same among all who were marked.
        corrected: for restriction of range, as are its ends.
    """

    n: int
    r: float
    low: float
    high: float
    spread: float
    everybody: float
    corrected: float
    corrected_low: float
    corrected_high: float


def interval(r: float, n: int) -> tuple[float, float]:
    """Of 95 %, by Fisher's z, tanh(atanh r ± 1.96 / √(n − 3)).

    Fisher, "On the probable error of a coefficient of correlation deduced from a small
    sample", Metron 1 (1921). Zar, "Biostatistical Analysis" (4th ed. 1999), section
    19.3, works it out.
    """
    if n <= 3 or abs(r) >= 1:
        return -1.0, 1.0
    half = Z95 / sqrt(n - 3)
    return tanh(atanh(r) - half), tanh(atanh(r) + half)


def unrestricted(r: float, ratio: float) -> float:
    """What the correlation would be without selection by the first of the two.

    R = r u / √(1 − r² + r² u²), u the standard deviation of all over that of those
    chosen: Thorndike, "Personnel Selection" (1949), case 2; Cohen, Cohen, West and
    Aiken, "Applied Multiple Regression" (3rd ed. 2003), section 2.10.3. It holds if
    they were chosen by that alone, and is too low otherwise.
    """
    return r * ratio / sqrt(1 - r * r + r * r * ratio * ratio)


def went(
    pairs: Sequence[tuple[float, float]], everybody: Sequence[float]
) -> Went | None:
    """Of what was known before and the score; None for few, or where nothing differs.

    Args:
        everybody: what was known before, of all, also those who weren't chosen.
    """
    if len(pairs) < FEW:
        return None
    before, score = zip(*pairs, strict=True)
    try:
        r = max(-1.0, min(1.0, correlation(before, score)))
    except StatisticsError:
        return None
    spread = stdev(before)
    among_all = stdev(everybody) if len(everybody) > 1 else spread
    ratio = max(among_all / spread, 1.0) if spread else inf
    low, high = interval(r, len(pairs))
    corrected = (unrestricted(one, ratio) for one in (r, low, high))
    return Went(len(pairs), r, low, high, spread, among_all, *corrected)
