"""A timetable for an instance, from nothing or from a plan that an event broke.

Simulated annealing that never leaves the lawful plans. It aims at one traffic for all
of a round: a share of what a first-come plan gives them on average, so that equality
isn't bought by emptying the prime hours. The same seed gives the same plan.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np

from training.trials.timetable.compiling import Array, Compiled, compiled
from training.trials.timetable.mentors import recolour
from training.trials.timetable.placing import Board, blank
from training.trials.timetable.problem import DAY, Bar, Event, Instance, Solution
from training.trials.timetable.search import anneal, first_come
from training.trials.timetable.standing import given_back, put_back

CHUNKS = 40
# By the number of units at most: moves a second, a budget, so that the seed alone
# decides, a third of what one core of 2024 does; and the share of the search that
# tries one of the aims out.
BUDGETS = (
    (200, 700_000, 0.12),
    (1_000, 500_000, 0.05),
    (5_000, 450_000, 0.03),
    (10**9, 300_000, 0.01),
)
AIMS = (0.95, 0.98, 1.0, 1.03, 1.06, 1.1, 1.15)  # of the first-come traffic
PROBE_STEPS = 6
AIMING = 0.6  # share of the rest that adjusts the target to the aim
HOT, COLD, WARM = 0.2, 0.0005, 0.02  # temperatures in targets; WARM begins a repair
REACH = 0.5  # how far along a unit's slots a move may go
MISSING, PRIME, LIKED = 2.0, 0.004, 0.0005  # weights in targets
PRICE = 0.5  # in targets, of a change of the old plan


class Weights(NamedTuple):
    """What counts how much, in viewers."""

    fair: float
    missing: float
    prime: float
    liked: float
    change: float


@dataclass(frozen=True)
class Progress:
    """How far the search is, 0 to 1, and how good the plan would be, in per cent."""

    share: float
    coverage: float
    mad: float


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


def _ignore(progress: Progress) -> None:
    pass


def solve(
    instance: Instance,
    *,
    seconds: float = 5.0,
    seed: int = 0,
    base: Solution | None = None,
    event: Event | None = None,
    price: float | None = None,
    targets: Mapping[int, float] | None = None,
    report: Callable[[Progress], None] = _ignore,
) -> Outcome:
    """The best plan found in so many seconds.

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

    def run(self, seconds: float, report: Callable[[Progress], None]) -> Outcome:
        began = time.perf_counter()
        stopped_by = "iterations"
        if len(self.board.units) and len(self.board.pairs):
            stopped_by = self._search(seconds, report, began)
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

    def _search(self, seconds: float, report, began: float) -> str:
        units = len(self.board.units)
        pace, probe = next(row[1:] for row in BUDGETS if units <= row[0])
        moves = int(pace * seconds)
        if self.aims:
            self._probe(int(moves * probe))
            moves -= int(moves * probe) * len(AIMS)
        for chunk, hot, cold in self._cooling(CHUNKS):
            self._anneal(self.board, moves // CHUNKS, hot, cold)
            share = (chunk + 1) / CHUNKS
            report(self._progress(share))
            if self.aims and share <= AIMING:
                self._adjust(self.board, self.factors)
            if time.perf_counter() - began > seconds and share < 1:
                return "time"
        return "iterations"

    def _cooling(self, steps: int) -> Iterator[tuple[int, float, float]]:
        """(number, temperature at its start, at its end) of each step."""
        scale = self.scale
        hot = scale * (WARM if self.repairs else HOT)
        heats = hot * (scale * COLD / hot) ** (np.arange(steps + 1) / steps)
        yield from zip(range(steps), heats[:-1], heats[1:], strict=True)

    def _anneal(self, board: Board, moves: int, hot: float, cold: float) -> None:
        anneal(board, self.weights, self.rng, moves, hot, cold, REACH)

    def _probe(self, moves: int) -> None:
        """Which aim leaves the fewest without a slot, then the fairest plan, by round.

        No aim is right for all: who can only come in the evening has much traffic,
        who has few slots little.
        """
        found: list[list[tuple]] = [[] for _round in self.rounds]
        for aim in AIMS:
            board, factors = copied(self.board), [aim] * len(self.rounds)
            for _step, hot, cold in self._cooling(PROBE_STEPS):
                self._adjust(board, factors)
                self._anneal(board, moves // PROBE_STEPS, hot, cold)
            for n, own in enumerate(self.of_round):
                missing = (
                    board.units["each"][own].sum() - board.units["count"][own].sum()
                )
                found[n].append((missing, apart(board.units["traffic"][own]), aim))
        self.factors = [min(tried)[-1] for tried in found]

    def _adjust(self, board: Board, factors: list[float]) -> None:
        """Those with few slots stay below: the others make up for them on average."""
        units = board.units
        for n, own in enumerate(self.of_round):
            wanted = factors[n] * self.greedy[n]
            units["target"][own] += wanted - mean(units["traffic"][own])
            units["primes"][own] = mean(units["prime"][own])

    def _progress(self, share: float) -> Progress:
        units = self.board.units
        got, need = int(units["count"].sum()), int(units["each"].sum())
        total = sum(apart(units["traffic"][own]) for own in self.of_round)
        mad = 100 * total / max(len(units), 1)
        return Progress(share, 100 * got / max(need, 1), mad)


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
