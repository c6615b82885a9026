"""A timetable for an instance, from nothing or from a plan that an event broke.

Simulated annealing that never leaves the lawful plans. It aims at one traffic for all
of a round: a share of what a first-come plan gives them on average, so that equality
isn't bought by emptying the prime hours. The same seed gives the same plan.
"""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from training.solver.aims import (
    AIMS,
    LEAST,
    Tried,
    Worth,
    adjust,
    apart,
    chosen,
    mean,
    worth,
)
from training.solver.alone import Alone
from training.solver.compiling import Compiled, compiled
from training.solver.mentors import recolour
from training.solver.placing import Board, blank, copied
from training.solver.problem import DAY, Bar, Event, Instance, Solution
from training.solver.progress import Report, Watch, ignore
from training.solver.search import anneal, first_come
from training.solver.standing import given_back, put_back, stood

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
    """What counts how much, in viewers."""

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


def disturbed(instance: Instance, event: Event | None) -> Instance:
    """The instance after the event: what it forbids can't be chosen any more."""
    if event is None:
        return instance
    frozen = {slot.id for slot in instance.slots if slot.day <= event.freeze_until}
    closed = {slot.id for slot in instance.slots if is_closed(slot, event)}
    gone = Bar(event.now * DAY, (instance.days + 1) * DAY, "withdrawn")
    folk = (
        replace(one, bars=(*one.bars, gone)) if one.id in event.withdrawn else one
        for one in instance.candidates
    )
    locked = instance.locked | frozen | closed
    return replace(instance, candidates=tuple(folk), locked=frozenset(locked))


def is_closed(slot, event: Event) -> bool:
    return slot.room in event.closed_rooms and slot.day >= event.closed_from


class Search:
    """A board, and how it is to be filled."""

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
        self.board = blank(problem)
        put_back(problem, self.board, base, event)
        self.mentors_before = self.board.slots["mentor"].copy()
        self.of_round = [
            self.board.units["round"] == n for n in range(len(self.rounds))
        ]
        self.repairs = base is not None
        self.alone = Alone(stood(problem, base, event))
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
        """Those given; to repair, what the old plan gives to the one in the middle."""
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
        """An average target: one viewer at least."""
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
            given_back(self.problem, self.board),
            self._by_round(
                [mean(self.board.units["target"][own]) for own in self.of_round]
            ),
            self._by_round(self.greedy),
            took,
            stopped_by,
        )

    def _by_round(self, values: list[float]) -> dict[int, float]:
        return {one.id: value for one, value in zip(self.rounds, values, strict=True)}

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
        self.board = min([self.board, *tried], key=self._worth)
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
        """(share done after it, temperatures at its ends, moves) of each step."""
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
        """Which aim gives enough traffic, most slots, then the fairest plan, by round.

        No aim is right for all: who can only come in the evening has much traffic,
        who has few slots little. Returns the best of the plans tried, if any.
        """
        found: list[list[Tried]] = [[] for _round in self.rounds]
        best: list[Board] = []
        for aim in AIMS:
            if time.thread_time() > until:
                break
            board, factors = copied(self.board), [aim] * len(self.rounds)
            for _share, hot, cold, part in self._cooling(moves):
                self._adjust(board, factors)
                self._anneal(board, part, hot, cold)
            for n, reached in enumerate(self._worths(board)):
                need = int(board.units["each"][self.of_round[n]].sum())
                found[n].append(Tried(aim, need, reached))
            best = [min([board, *best], key=self._worth)]
        self.factors = [chosen(tried) for tried in found]
        return best

    def _worths(self, board: Board) -> list[Worth]:
        return [
            worth(board.units[own], least=LEAST * greedy)
            for own, greedy in zip(self.of_round, self.greedy, strict=True)
        ]

    def _worth(self, board: Board) -> Worth:
        """Of all rounds."""
        return Worth(*map(sum, zip(*self._worths(board), strict=True)))

    def _adjust(self, board: Board, factors: list[float]) -> None:
        for n, own in enumerate(self.of_round):
            adjust(board.units, own, factors[n] * self.greedy[n])

    def _coverage(self, board: Board) -> float:
        need = max(int(board.units["each"].sum()), 1)
        return 100 * int(board.units["count"].sum()) / need

    def _mad(self, board: Board) -> float:
        traffic = board.units["traffic"]
        total = sum(apart(traffic[own]) for own in self.of_round)
        return 100 * total / max(len(traffic), 1)
