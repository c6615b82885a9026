"""A timetable for an instance, from nothing or from a plan that an event broke.

Simulated annealing that never leaves the lawful plans. It aims at one traffic for all
of a round: a share of what a first-come plan gives them on average, so that equality
isn't bought by emptying the prime hours. The same seed gives the same plan.
"""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np

from training.trials.timetable.compiling import Array, Compiled, compiled
from training.trials.timetable.mentors import recolour
from training.trials.timetable.placing import Board, blank
from training.trials.timetable.problem import DAY, Bar, Event, Instance, Solution
from training.trials.timetable.progress import Report, Watch, ignore
from training.trials.timetable.search import anneal, first_come
from training.trials.timetable.standing import given_back, put_back

STEPS, BETWEEN = 6, 0.4  # of a cooling at least; seconds between two reports
# By the number of units at most: moves a second, a budget, so that the seed alone
# decides, a third of what one core of 2024 does; and the share of the search that
# tries one of the aims out.
BUDGETS = (
    (200, 1_200_000, 0.1),
    (1_000, 500_000, 0.05),
    (5_000, 450_000, 0.03),
    (10**9, 300_000, 0.01),
)
LEAST = 0.945  # of the first-come traffic: equality isn't bought with less
AIMS = (0.955, 0.98, 1.0, 1.03, 1.06, 1.1, 1.15)  # of the first-come traffic
AIMING = 0.6  # share of the rest that adjusts the target to the aim
HOT, COLD, WARM = 0.2, 0.0005, 0.02  # temperatures in targets; WARM begins a repair
REACH = 0.5  # how far along a unit's slots a move may go
MISSING, PRIME, LIKED = 2.0, 0.001, 0.0002  # weights in targets
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
        pace, probe = next(row[1:] for row in BUDGETS if units <= row[0])
        moves = int(pace * seconds)
        self.watch = Watch(began + seconds, moves, int(pace * BETWEEN), report)
        if self.aims:
            self._probe(int(moves * probe), began + seconds / 2)
            moves -= int(moves * probe) * len(AIMS)
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
        hot = scale * (WARM if self.repairs else HOT)
        heats = hot * (scale * COLD / hot) ** (np.arange(steps + 1) / steps)
        for step in range(steps):
            yield (step + 1) / steps, heats[step], heats[step + 1], moves // steps

    def _anneal(self, board: Board, moves: int, hot: float, cold: float) -> None:
        anneal(board, self.weights, self.rng, moves, hot, cold, REACH)
        self.watch.tell(moves, self._coverage(board), self._mad(board))

    def _probe(self, moves: int, until: float) -> None:
        """Which aim gives enough traffic, most slots, then the fairest plan, by round.

        No aim is right for all: who can only come in the evening has much traffic,
        who has few slots little.
        """
        found: list[list[tuple]] = [[] for _round in self.rounds]
        for aim in AIMS:
            if time.thread_time() > until:
                break
            board, factors = copied(self.board), [aim] * len(self.rounds)
            for _share, hot, cold, part in self._cooling(moves):
                self._adjust(board, factors)
                self._anneal(board, part, hot, cold)
            for n, own in enumerate(self.of_round):
                units = board.units[own]
                missing = int((units["each"] - units["count"]).sum())
                poor = mean(units["traffic"]) < LEAST * self.greedy[n]
                found[n].append((poor, missing, apart(units["traffic"]), aim))
        self.factors = [min(tried)[-1] if tried else 1.0 for tried in found]

    def _adjust(self, board: Board, factors: list[float]) -> None:
        """Those with few slots stay below: the others make up for them on average."""
        units = board.units
        for n, own in enumerate(self.of_round):
            wanted = factors[n] * self.greedy[n]
            units["target"][own] += wanted - mean(units["traffic"][own])
            units["primes"][own] = mean(units["prime"][own])

    def _coverage(self, board: Board) -> float:
        need = max(int(board.units["each"].sum()), 1)
        return 100 * int(board.units["count"].sum()) / need

    def _mad(self, board: Board) -> float:
        traffic = board.units["traffic"]
        total = sum(apart(traffic[own]) for own in self.of_round)
        return 100 * total / max(len(traffic), 1)


def apart(traffic: Array) -> float:
    """Sum of the deviations from the mean, in means."""
    middle = mean(traffic)
    return float(np.abs(traffic / middle - 1).sum()) if middle else 0.0


def copied(board: Board) -> Board:
    parts: list[Any] = [
        part.copy() if isinstance(part, Array) else part for part in board
    ]
    return Board(*parts)


def mean(values: Array) -> float:
    return float(values.mean()) if len(values) else 0.0
