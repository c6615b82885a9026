"""Bounds of coverage and fairness that no plan can beat, to compare a plan with."""

from dataclasses import dataclass

import numpy as np

from training.solver.alone import Alone
from training.solver.compiling import Array, Compiled
from training.solver.figures import Figures, RoundFigures, percent
from training.solver.problem import Event, Solution
from training.solver.standing import settled_board

SMALL, LARGEST = 200, 1_000  # units up to which a programme is exact, is solved at all


@dataclass(frozen=True)
class Bound:
    """In per cent.

    Args:
        coverage: no lawful plan gives more slots.
        mad: no lawful plan that gives at least as many slots, and the same mean
            traffic in each round, deviates less.
        by_programme: whether mixed-integer programmes gave both, for all rounds; else
            some are of each candidate alone, which is weaker.
    """

    coverage: float
    mad: float
    by_programme: bool


def bound(
    problem: Compiled,
    found: Figures,
    *,
    base: Solution | None = None,
    event: Event | None = None,
    largest: int = LARGEST,
    seconds: float = 20.0,
) -> Bound:
    """Bounds at the traffic and coverage that a plan reached.

    What is fixed, frozen or locked is taken as it is; those who withdrew don't count.
    Programmes know seats, rest, weekly minutes and mentors exactly up to 200 people;
    above that they may split seats and leave mentors out. What they can't reach, no
    plan can. They prove nothing of plans with more or less traffic.

    Args:
        problem: of the instance as `event` has disturbed it.
        found: the plan's figures.
        base: the plan that was repaired.
        largest: more units than that have the weaker bound, which takes less memory.
        seconds: for each programme; one that ends without a bound in that time is left
            to the weaker one.
    """
    alone = Alone(settled_board(problem, base, event))
    units = alone.board.units
    solves = int((units["round"] >= 0).sum()) <= largest
    covered, apart, people, solved = 0.0, 0.0, 0, True
    for number, reached in enumerate(found.rounds):
        own = np.flatnonzero(units["round"] == number)
        most, deviation, by_programme = _of_round(
            problem, alone, own, reached, seconds if solves else 0
        )
        covered += most
        solved &= by_programme
        if reached.mean:
            apart += deviation / reached.mean
            people += len(own)
    return Bound(
        percent(covered, found.need),
        100 * apart / max(people, 1),
        solved,
    )


def _of_round(
    problem: Compiled, alone: Alone, own: Array, reached: RoundFigures, seconds: float
) -> tuple[float, float, bool]:
    """Slots at most, deviation at least in viewers, and whether programmes gave both.

    Args:
        own: indices of the round's units.
        seconds: 0 for no programme.
    """
    over = float(alone.over[own].sum())
    most = float(alone.most[own].sum()) - over
    deviation = alone.deviation(own, reached.mean)
    is_settled = bool(most + over == alone.board.units["count"][own].sum())
    if is_settled or not seconds:
        return most, deviation, is_settled
    # Loads scipy, which takes memory that nothing but a programme needs.
    from training.solver.programme import Programme  # noqa: PLC0415

    exact = len(alone.board.units) <= SMALL
    programme = Programme(problem, alone, own, exact=exact, seconds=seconds)
    slots, fair = programme.most(), programme.fairest(reached.mean, reached.got + over)
    return (
        most if slots is None else min(most, slots - over),
        deviation if fair is None else max(deviation, fair),
        slots is not None and fair is not None,
    )
