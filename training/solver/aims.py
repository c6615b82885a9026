"""The mean traffic a round's plan aims at, and how plans of different aims compare.

Traffic is the viewers expected in somebody's slots, in all. An aim is a share of the
mean traffic that the first-come plan gives.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from training.solver.compiling import Array

# No plan with less than LEAST of the first-come plan's mean is chosen, however equal it
# is; AIMS are tried out.
LEAST = 0.945
AIMS = (0.955, 0.98, 1.0, 1.03, 1.06, 1.1, 1.15)
# By how much the bonus for each viewer may change in one step, and what it is at most.
BONUS_STEP, BONUS_MOST = 0.2, 0.9
# Two short searches whose plans differ by one slot in so many differ by chance.
CHANCE = 200


class Loss(NamedTuple):
    """What is wrong with a plan, the worst first, so that the least tuple is best.

    Args:
        poor: 1 if the round's mean traffic is below LEAST, else 0; a sum over rounds.
        missing: slots wanted and not given.
        deviation: as `deviation` returns it.
    """

    poor: int
    missing: int
    deviation: float


class Attempt(NamedTuple):
    """A plan made with an aim; `need` is how many slots the round wants in all."""

    aim: float
    need: int
    loss: Loss


def adjust(units: Array, own: Array, wanted: float) -> None:
    """Set the targets of a round's units to the traffic that is `wanted`, in viewers.

    While the round's mean is below that, as people with few slots can't reach it, the
    bonus for each viewer rises by the share that is lacking; above, it falls.

    Args:
        units: all units of the board, written in place.
        own: mask of the round's units.
    """
    lacking = 1 - mean(units["traffic"][own]) / max(wanted, 1)
    bonus = units["bonus"][own] + np.clip(lacking, -BONUS_STEP, BONUS_STEP)
    units["target"][own] = wanted
    units["bonus"][own] = np.clip(bonus, 0, BONUS_MOST)
    units["primes"][own] = mean(units["prime"][own])


def loss_of(units: Array, *, least: float) -> Loss:
    """How bad the plan is for these units, whose mean traffic should reach `least`."""
    missing = int((units["each"] - units["count"]).sum())
    poor = mean(units["traffic"]) < least
    return Loss(int(poor), missing, deviation(units["traffic"]))


def best_aim(attempts: Sequence[Attempt]) -> float:
    """The aim with enough traffic, then most slots, then the fairest plan.

    Numbers of slots that differ by chance count as equal. 1.0 if nothing was tried.
    """
    if not attempts:
        return 1.0
    _aim, need, best = min(attempts, key=lambda attempt: attempt.loss)
    near = [
        attempt
        for attempt in attempts
        if attempt.loss.poor == best.poor
        and attempt.loss.missing <= best.missing + need // CHANCE
    ]
    return min(near, key=lambda attempt: attempt.loss.deviation).aim


def deviation(traffic: Array) -> float:
    """The sum of everybody's absolute deviation from the mean, in units of the mean."""
    middle = mean(traffic)
    return float(np.abs(traffic / middle - 1).sum()) if middle else 0.0


def mean(values: Array) -> float:
    return float(values.mean()) if len(values) else 0.0
