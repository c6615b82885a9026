"""What each candidate could have if nobody else were there: the simplest bounds."""

from collections.abc import Mapping

import numpy as np

from training.solver.compiling import Array
from training.solver.figures import percent
from training.solver.placing import Board, open_pairs


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
