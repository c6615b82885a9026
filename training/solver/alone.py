"""Bounds from each candidate alone, as if nobody else took a free seat."""

from collections.abc import Mapping

import numpy as np

from training.solver.compiling import Array
from training.solver.figures import percent
from training.solver.placing import Board, open_pairs


class Alone:
    """What each candidate could have at most if nobody else took a free seat.

    Args:
        board: as `settled_board` makes it.

    Attributes:
        open: by pair, whether it could still be chosen.
        most: by unit, how many slots it can have.
        over: by unit, settled slots beyond what it should have.
        least, reach: by unit, traffic at least and at most, in viewers.
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
        """The least sum of the units' absolute deviations from the mean, in viewers.

        Who can't reach the mean, or is above it already, deviates at least so much; and
        deviations above and below the mean have the same sum, hence the factor 2.

        Args:
            own: indices or mask of the units.
        """
        below = np.maximum(mean - self.reach[own], 0).sum()
        above = np.maximum(self.least[own] - mean, 0).sum()
        return 2 * float(max(below, above))

    def coverage(self) -> float:
        """The highest coverage, in per cent."""
        active = self.board.units["round"] >= 0
        need = self.board.units["each"][active].sum()
        return percent(float((self.most - self.over)[active].sum()), float(need))

    def mad(self, means: Mapping[int, float]) -> float:
        """The lowest MAD, in per cent.

        Args:
            means: mean traffic by round, numbered from 0.
        """
        numbers = self.board.units["round"]
        apart = sum(
            self.deviation(numbers == number, mean) / mean
            for number, mean in means.items()
            if mean
        )
        people = np.isin(numbers, [n for n, mean in means.items() if mean]).sum()
        return 100 * apart / max(people, 1)
