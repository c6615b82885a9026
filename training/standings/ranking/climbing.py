"""The highest point of a smooth function of a few numbers, within bounds."""

from collections.abc import Callable, Sequence

import numpy as np

Array = np.ndarray
STEP = 0.02  # of the differences
STEPS, TRIES = 40, 8
ENOUGH = 1e-4


def highest(
    of: Callable[[Array], float], start: Sequence[float], bounds: Sequence[tuple]
) -> Array:
    """By Newton's steps, damped as by Levenberg and Marquardt.

    Derivatives are central differences; what pushes against a bound stays there.
    """
    low, high = np.array(bounds, dtype=float).T
    at, damping = np.clip(np.array(start, dtype=float), low, high), 1e-3
    value = of(at)
    for _ in range(STEPS):
        slope, bend = _derivatives(of, at, value)
        pushed = ((at <= low) & (slope < 0)) | ((at >= high) & (slope > 0))
        free = np.flatnonzero(~pushed)
        gained = 0.0
        for _try in range(TRIES):
            step = _step(slope[free], bend[np.ix_(free, free)], damping)
            there = at.copy()
            there[free] = np.clip(at[free] + step, low[free], high[free])
            reached = of(there)
            if reached >= value:
                gained, at, value = reached - value, there, reached
                damping /= 10
                break
            damping = max(damping, 1e-6) * 10
        if gained < ENOUGH:
            break
    return at


def _step(slope: Array, bend: Array, damping: float) -> Array:
    """Uphill also where the function bends upwards."""
    bent, ways = np.linalg.eigh(-bend)
    return ways @ ((ways.T @ slope) / (np.abs(bent) + damping * (1 + np.abs(bent))))


def _derivatives(
    of: Callable[[Array], float], at: Array, value: float
) -> tuple[Array, Array]:
    count = len(at)
    steps = np.eye(count) * STEP
    up = np.array([of(at + step) for step in steps])
    down = np.array([of(at - step) for step in steps])
    bend = np.diag((up + down - 2 * value) / STEP**2)
    for one in range(count):
        for other in range(one):
            both = of(at + steps[one] + steps[other])
            mixed = (both - up[one] - up[other] + value) / STEP**2
            bend[one, other] = bend[other, one] = mixed
    return (up - down) / (2 * STEP), bend
