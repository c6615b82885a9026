"""What no plan can do better: bounds to hold a plan's figures against."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from training.trials.timetable.compiling import Array, Compiled
from training.trials.timetable.figures import Figures, RoundFigures, percent
from training.trials.timetable.placing import Board, open_pairs
from training.trials.timetable.problem import Event, Solution
from training.trials.timetable.standing import stood

SMALL, LARGEST = 200, 1_000  # units up to which a programme is exact, is solved at all


@dataclass(frozen=True)
class Bound:
    """In per cent.

    Args:
        coverage: no lawful plan gives more slots.
        mad: no lawful plan that gives at least as many slots, and the same mean
            traffic in each round, deviates less.
        by_programme: from programmes; else from each candidate alone, which is weaker.
    """

    coverage: float
    mad: float
    by_programme: bool


class Alone:
    """What each candidate could have at most if nobody else took a free seat.

    Args:
        board: nothing is on it but what can't be moved.

    Attributes:
        open: by pair, whether it could still be chosen.
        most: slots by unit; `over` those given beyond what it should have.
        least, reach: their traffic, at least and at most.
    """

    def __init__(self, board: Board) -> None:
        self.board, self.open = board, open_pairs(board)
        units = board.units
        self.most = units["count"].astype(np.int64)
        self.over = np.maximum(self.most - units["each"], 0)
        self.least = units["traffic"].astype(float)
        self.reach = self.least.copy()
        for u in range(len(units)):
            span = slice(board.pair_at[u], board.pair_at[u + 1])
            free = board.pairs[span][self.open[span]]  # fewest viewers first
            left = max(units["each"][u] - units["count"][u], 0)
            best = free[max(len(free) - left, 0) :]
            self.most[u] += len(best)
            self.reach[u] += board.slots["viewers"][best].sum()

    def deviation(self, own: Array, mean: float) -> float:
        """Of those units at least, in viewers: what some lack is too much for others.

        Args:
            own: indices or mask of the units.
        """
        below = np.maximum(mean - self.reach[own], 0).sum()
        above = np.maximum(self.least[own] - mean, 0).sum()
        return 2 * float(max(below, above))

    def coverage(self) -> float:
        active = self.board.units["round"] >= 0
        need = self.board.units["each"][active].sum()
        return percent(float((self.most - self.over)[active].sum()), float(need))

    def mad(self, means: Mapping[int, float]) -> float:
        """By the mean traffic of each round, numbered from 0."""
        numbers = self.board.units["round"]
        apart = sum(
            self.deviation(numbers == number, mean) / mean
            for number, mean in means.items()
            if mean
        )
        people = np.isin(numbers, [n for n, mean in means.items() if mean]).sum()
        return 100 * apart / max(people, 1)


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
    alone = Alone(stood(problem, base, event))
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
    """Slots at most, deviation at least, and whether a programme says so."""
    over = float(alone.over[own].sum())
    most = float(alone.most[own].sum()) - over
    deviation = alone.deviation(own, reached.mean)
    is_settled = bool(most + over == alone.board.units["count"][own].sum())
    if is_settled or not seconds:
        return most, deviation, is_settled
    # Loads scipy, which takes memory that nothing but a programme needs.
    from training.trials.timetable.programme import Programme  # noqa: PLC0415

    exact = len(alone.board.units) <= SMALL
    programme = Programme(problem, alone, own, exact=exact, seconds=seconds)
    slots, fair = programme.most(), programme.fairest(reached.mean, reached.got + over)
    return (
        most if slots is None else min(most, slots - over),
        deviation if fair is None else max(deviation, fair),
        slots is not None and fair is not None,
    )
