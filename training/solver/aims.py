"""How much traffic a round aims at, and how good what comes of it is."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from training.solver.compiling import Array

# Shares of the mean traffic that a first-come plan gives. No plan with less than LEAST
# of it is chosen, however equal it is; AIMS are the shares that are tried out.
LEAST = 0.945
AIMS = (0.955, 0.98, 1.0, 1.03, 1.06, 1.1, 1.15)
# By how much the worth of a viewer may change in one step, and rise in all, while the
# mean that is aimed at isn't reached.
SIP, PARCHED = 0.2, 0.9
# Two short searches whose plans differ by one slot in so many differ by chance.
CHANCE = 200


class Worth(NamedTuple):
    """The least is best: whether traffic is poor, slots missing, deviation."""

    poor: int
    missing: int
    apart: float


class Tried(NamedTuple):
    """An aim, the slots that are wanted, and what came of it."""

    aim: float
    need: int
    worth: Worth


def adjust(units: Array, own: Array, wanted: float) -> None:
    """Let everybody of a round aim at the mean that is wanted.

    Those with few slots stay below: until the others make up for them, each viewer is
    worth a little more, whoever has it.
    """
    lacking = 1 - mean(units["traffic"][own]) / max(wanted, 1)
    thirst = units["thirst"][own] + np.clip(lacking, -SIP, SIP)
    units["target"][own] = wanted
    units["thirst"][own] = np.clip(thirst, 0, PARCHED)
    units["primes"][own] = mean(units["prime"][own])


def worth(units: Array, *, least: float) -> Worth:
    """Of a round's units, whose mean traffic should be `least` at least."""
    missing = int((units["each"] - units["count"]).sum())
    poor = mean(units["traffic"]) < least
    return Worth(int(poor), missing, apart(units["traffic"]))


def chosen(tried: Sequence[Tried]) -> float:
    """The aim with enough traffic, most slots, then the fairest plan."""
    if not tried:
        return 1.0
    _aim, need, best = min(tried, key=lambda one: one.worth)
    near = [
        one
        for one in tried
        if one.worth.poor == best.poor
        and one.worth.missing <= best.missing + need // CHANCE
    ]
    return min(near, key=lambda one: one.worth.apart).aim


def apart(traffic: Array) -> float:
    """Sum of the deviations from the mean, in means."""
    middle = mean(traffic)
    return float(np.abs(traffic / middle - 1).sum()) if middle else 0.0


def mean(values: Array) -> float:
    return float(values.mean()) if len(values) else 0.0
