"""Solves an instance, or repairs a plan that an event broke.

Simulated annealing over plans that break no rule. Everybody of a round is to have the
same traffic: a share of what a first-come plan gives on average, so that equality isn't
bought by emptying the prime hours. The same seed gives the same plan.
"""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from training.solver.aims import (
    AIMS,
    LEAST,
    Attempt,
    Loss,
    adjust,
    best_aim,
    deviation,
    loss_of,
    mean,
)
from training.solver.alone import Alone
from training.solver.compiling import Compiled, compiled
from training.solver.mentors import recolour
from training.solver.placing import Board, copied, empty_board
from training.solver.problem import Event, Instance, Solution, disturbed
from training.solver.progress import Report, Watch, ignore
from training.solver.search import anneal, first_come
from training.solver.standing import as_solution, place_existing, settled_board

STEPS, BETWEEN = 30, 0.4  # of a cooling at least; seconds between two reports
# By the number of units at most: moves a second, a budget, so that the seed alone
# decides, a third of what one core of 2024 does; the share of the search that tries
# one of the aims out; the temperature, in targets, at which a repair begins.
BUDGETS = (
    (200, 1_200_000, 0.1, 0.2),
    (1_000, 500_000, 0.05, 0.2),
    (5_000, 450_000, 0.03, 0.05),
    (10**9, 300_000, 0.01, 0.02),
)
AIMING = 0.6  # share of the rest that adjusts the target to the aim
HOT, COLD = 0.2, 0.0005  # temperatures in targets
REACH = 0.5  # how far along a unit's slots a move may go
MISSING, PRIME, LIKED = 3.0, 0.001, 0.0002  # weights in targets
PRICE = 0.5  # in targets, of a change of the old plan


class Weights(NamedTuple):
    """Factors of the cost that `search.anneal` lowers, in viewers.

    Args:
        fair: of each viewer of deviation from the target.
        missing: of each slot wanted and not given.
        prime: of each prime slot more or less than the mean.
        liked: taken off for each liking of a slot's time of day or room.
        change: of each slot that isn't in the plan before.
    """

    fair: float
    missing: float
    prime: float
    liked: float
    change: float


@dataclass(frozen=True)
class Outcome:
    """A lawful plan.

    Args:
        targets: by round, the traffic aimed at.
        greedy: by round, the mean traffic of a first-come plan.
        stopped_by: `iterations`, or `time` if they would have taken too long.
    """

    solution: Solution
    targets: Mapping[int, float]
    greedy: Mapping[int, float]
    seconds: float
    stopped_by: str


def solve(
    instance: Instance,
    *,
    seconds: float = 5.0,
    seed: int = 0,
    base: Solution | None = None,
    event: Event | None = None,
    price: float | None = None,
    targets: Mapping[int, float] | None = None,
    report: Report = ignore,
) -> Outcome:
    """The best plan found in so many seconds of a processor's time.

    Args:
        base: the plan to repair: it is kept as far as it is lawful.
        price: of each change of `base`, in viewers; by default half a target.
        targets: by round, the traffic to aim at, where several solve parts of one
            campaign.
        report: called some times a second; what it raises ends the search.
    """
    problem = compiled(disturbed(instance, event))
    return Search(problem, seed, base, event, price, targets).run(seconds, report)


class Search:
    """One search: the board, random numbers, and by round the traffic aimed at.

    Args:
        base, event, price, targets: as for `solve`.
    """

    def __init__(
        self,
        problem: Compiled,
        seed: int,
        base: Solution | None,
        event: Event | None,
        price: float | None,
        targets: Mapping[int, float] | None,
    ) -> None:
        self.problem, self.rounds = problem, problem.instance.rounds
        self.rng = np.random.default_rng(seed)
        self.board = empty_board(problem)
        place_existing(problem, self.board, base, event)
        self.mentors_before = self.board.slots["mentor"].copy()
        self.of_round = [
            self.board.units["round"] == n for n in range(len(self.rounds))
        ]
        self.repairs = base is not None
        self.alone = Alone(settled_board(problem, base, event))
        self.greedy = self._greedy()
        self.aims = targets is None and base is None
        self._target(targets)
        self.price, self.factors = price, [1.0] * len(self.rounds)

    def _greedy(self) -> list[float]:
        """Mean traffic by round when the rest is filled first come first."""
        board = copied(self.board) if self.repairs else self.board
        first_come(board)
        return [mean(board.units["traffic"][own]) for own in self.of_round]

    def _target(self, targets: Mapping[int, float] | None) -> None:
        """Set each round's target: given, the old plan's median, or the greedy mean.

        The median is that of the people who have all their slots still.
        """
        units = self.board.units
        for n, own in enumerate(self.of_round):
            target = self.greedy[n]
            if targets is not None:
                target = targets[self.rounds[n].id]
            elif self.repairs:
                held = units["traffic"][own & (units["count"] == units["each"])]
                target = float(np.median(held)) if len(held) else target
            units["target"][own] = target
            units["primes"][own] = mean(units["prime"][own])

    @property
    def scale(self) -> float:
        """The mean target, at least 1 viewer: the unit of temperatures and weights."""
        return max(mean(self.board.units["target"]), 1.0)

    @property
    def weights(self) -> Weights:
        scale = self.scale
        price = PRICE * scale if self.price is None else self.price
        weights = (1.0, MISSING * scale, PRIME * scale, LIKED * scale)
        return Weights(*weights, price if self.repairs else 0.0)

    def run(self, seconds: float, report: Report) -> Outcome:
        began, cpu = time.perf_counter(), time.thread_time()
        stopped_by = "iterations"
        if len(self.board.units) and len(self.board.pairs):
            stopped_by = self._search(seconds, report, cpu)
            recolour(self.board, self.rng, self.mentors_before)
        took = time.perf_counter() - began
        return Outcome(
            as_solution(self.problem, self.board),
            self._by_round(
                [mean(self.board.units["target"][own]) for own in self.of_round]
            ),
            self._by_round(self.greedy),
            took,
            stopped_by,
        )

    def _by_round(self, values: list[float]) -> dict[int, float]:
        return {
            round_.id: value for round_, value in zip(self.rounds, values, strict=True)
        }

    def _search(self, seconds: float, report: Report, began: float) -> str:
        units = len(self.board.units)
        pace, probe, warm = next(row[1:] for row in BUDGETS if units <= row[0])
        self.hot = warm if self.repairs else HOT
        moves = int(pace * seconds)
        self.watch = Watch(began + seconds, moves, int(pace * BETWEEN), report)
        if not self.aims:
            return self._cool(moves)
        tried = self._probe(int(moves * probe), began + seconds / 2)
        stopped_by = self._cool(moves - int(moves * probe) * len(AIMS))
        self.board = min([self.board, *tried], key=self._loss)
        return stopped_by

    def _cool(self, moves: int) -> str:
        for share, hot, cold, part in self._cooling(moves):
            self._anneal(self.board, part, hot, cold)
            if self.aims and share <= AIMING:
                self._adjust(self.board, self.factors)
            if self.watch.is_late():
                return "time"
        return "iterations"

    def _cooling(self, moves: int) -> Iterator[tuple[float, float, float, int]]:
        """Steps of geometric cooling from hot to COLD.

        Yields the share done after the step, the temperatures at its beginning and
        end, and its number of moves.
        """
        steps = max(STEPS, moves // self.watch.step)
        scale = self.scale
        hot = scale * self.hot
        temperatures = hot * (scale * COLD / hot) ** (np.arange(steps + 1) / steps)
        for step in range(steps):
            begins, ends = temperatures[step], temperatures[step + 1]
            yield (step + 1) / steps, begins, ends, moves // steps

    def _anneal(self, board: Board, moves: int, hot: float, cold: float) -> None:
        anneal(board, self.weights, self.rng, moves, hot, cold, REACH)
        reached = {
            n: mean(board.units["traffic"][own]) for n, own in enumerate(self.of_round)
        }
        self.watch.tell(
            moves,
            coverage=self._coverage(board),
            mad=self._mad(board),
            bound_coverage=self.alone.coverage(),
            bound_mad=self.alone.mad(reached),
        )

    def _probe(self, moves: int, until: float) -> list[Board]:
        """Try every aim in a short search; set `factors` to the best aim of each round.

        No aim is right for all instances: people who can only come in the evening have
        much traffic, people with few slots little. Returns the best plan, if any.
        """
        found: list[list[Attempt]] = [[] for _round in self.rounds]
        best: list[Board] = []
        for aim in AIMS:
            if time.thread_time() > until:
                break
            board, factors = copied(self.board), [aim] * len(self.rounds)
            for _share, hot, cold, part in self._cooling(moves):
                self._adjust(board, factors)
                self._anneal(board, part, hot, cold)
            for n, reached in enumerate(self._losses(board)):
                need = int(board.units["each"][self.of_round[n]].sum())
                found[n].append(Attempt(aim, need, reached))
            best = [min([board, *best], key=self._loss)]
        self.factors = [best_aim(attempts) for attempts in found]
        return best

    def _losses(self, board: Board) -> list[Loss]:
        return [
            loss_of(board.units[own], least=LEAST * greedy)
            for own, greedy in zip(self.of_round, self.greedy, strict=True)
        ]

    def _loss(self, board: Board) -> Loss:
        """Summed over the rounds."""
        return Loss(*map(sum, zip(*self._losses(board), strict=True)))

    def _adjust(self, board: Board, factors: list[float]) -> None:
        for n, own in enumerate(self.of_round):
            adjust(board.units, own, factors[n] * self.greedy[n])

    def _coverage(self, board: Board) -> float:
        need = max(int(board.units["each"].sum()), 1)
        return 100 * int(board.units["count"].sum()) / need

    def _mad(self, board: Board) -> float:
        traffic = board.units["traffic"]
        total = sum(deviation(traffic[own]) for own in self.of_round)
        return 100 * total / max(len(traffic), 1)
