"""Methods to compare the solver with: first come first served, and min-cost flow."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from training.solver.compiling import Compiled
from training.solver.problem import (
    DAY,
    WEEKDAYS,
    Assignment,
    Round,
    Solution,
    Span,
)

TRIES = 6  # of a pass of the flow, each with what those before couldn't book
HARDLY = 1e6  # what staying without a slot costs, in viewers
Array = np.ndarray


def greedy(problem: Compiled) -> Solution:
    """As a coordinator would: each candidate in turn gets the next slots that fit."""
    book = Book(problem)
    for round_ in problem.instance.rounds:
        for id_ in round_.active:
            for _ in range(round_.each):
                slots = book.suiting(round_, id_)
                in_order = slots[np.lexsort((slots, problem.slots.start[slots]))]
                any(book.put(id_, slot, round_) for slot in in_order.tolist())
    return book.plan()


def flow(problem: Compiled, targets: Sequence[float]) -> Solution:
    """Min-cost flow: everybody's first slots at the least cost, then the second ones.

    A slot costs the distance it leaves from the fair share so far. Mentors aren't part
    of the flow: whoever finds none when slots are booked is matched again.

    Args:
        targets: by round, the traffic that each should have in the end.
    """
    book = Book(problem)
    for round_, target in zip(problem.instance.rounds, targets, strict=True):
        for number in range(1, round_.each + 1):
            waiting, before = list(round_.active), len(round_.active) + 1
            for _ in range(TRIES):
                if not waiting or len(waiting) == before:
                    break
                before = len(waiting)
                share = target * number / round_.each
                matched = _matched(book, round_, waiting, share)
                placed = {who for who, slot in matched if book.put(who, slot, round_)}
                waiting = [who for who in waiting if who not in placed]
    return book.plan()


def _matched(
    book: "Book", round_: Round, waiting: list[int], share: float
) -> Iterator[tuple[int, int]]:
    """Pairs of candidate and slot: as many as possible, at the least cost in all."""
    from scipy.sparse import csr_array  # noqa: PLC0415 -- slow import
    from scipy.sparse.csgraph import (  # noqa: PLC0415 -- slow import
        min_weight_full_bipartite_matching,
    )

    seats = book.open_seats(round_)
    nobody = len(seats)  # from that column on stand seats of staying without a slot
    columns, costs = [], []
    for row, id_ in enumerate(waiting):
        own = np.flatnonzero(np.isin(seats, book.suiting(round_, id_)))
        away = np.abs(book.traffic[id_, round_.id] + book.viewers[seats[own]] - share)
        columns.append(np.append(own, nobody + row))
        costs.append(np.append(1 + away, HARDLY))
    rows = np.repeat(np.arange(len(waiting)), [len(own) for own in columns])
    graph = csr_array(
        (np.concatenate(costs), (rows, np.concatenate(columns))),
        shape=(len(waiting), nobody + len(waiting)),
    )
    for row, column in zip(*min_weight_full_bipartite_matching(graph), strict=True):
        if column < nobody:
            yield waiting[row], int(seats[column])


class Book:
    """The plan so far, and what fits into it. Slots go by their row."""

    def __init__(self, problem: Compiled) -> None:
        self.problem, self.viewers = problem, problem.slots.viewers
        self.traffic: defaultdict[tuple[int, int], int] = defaultdict(int)
        self._assignments: list[Assignment] = []
        self._seats = problem.slots.seats.copy()
        self._own: defaultdict[int, list[int]] = defaultdict(list)
        self._mentor: dict[int, int] = {}
        self._busy: defaultdict[int, list[Span]] = defaultdict(list)
        self._worked: defaultdict[tuple[int, int], Array] = defaultdict(self._nothing)
        for who in problem.instance.candidates:
            for start, end in who.training:
                self._work(who.id, start, end - start)

    def _nothing(self) -> Array:
        return np.zeros(self.problem.instance.days + 2, dtype=np.int64)

    def _work(self, who: int, start: int, minutes: int) -> None:
        for length in (DAY, WEEKDAYS * DAY):
            self._worked[who, length][start // length] += minutes

    def suiting(self, round_: Round, id_: int) -> Array:
        """Slots of the round she may have; a seat and a mentor aren't asked for."""
        who, units = self.problem.instance.candidate[id_], self.problem.units
        unit = self.problem.unit_at[id_, round_.id]
        found = units.pairs[units.pair_at[unit] : units.pair_at[unit + 1]]
        starts, ends = self.problem.slots.start, self.problem.slots.end
        for own in self._own[id_]:
            later = starts[found] >= ends[own] + who.rest
            found = found[later | (starts[own] >= ends[found] + who.rest)]
        cap = self.problem.instance.day_cap if who.day_cap is None else who.day_cap
        for length, most in ((DAY, cap), (WEEKDAYS * DAY, who.week_cap)):
            worked = self._worked[id_, length][starts[found] // length]
            found = found[worked + ends[found] - starts[found] <= most]
        return found

    def open_seats(self, round_: Round) -> Array:
        """A row for each seat left, where there is or could be a mentor."""
        days = self.problem.slots.day
        ours = (round_.first <= days) & (days <= round_.last) & (self._seats > 0)
        rows = [
            row
            for row in np.flatnonzero(ours).tolist()
            if row in self._mentor or next(self._free(row), None) is not None
        ]
        return np.repeat(rows, self._seats[rows]).astype(np.int64)

    def _free(self, slot: int) -> Iterator[int]:
        """The mentors who have time for it."""
        slots = self.problem.slots
        start, end = slots.start[slot], slots.end[slot]
        first, last = slots.covering_at[slot : slot + 2]
        for mentor in slots.covering[first:last].tolist():
            if all(b <= start or end <= a for a, b in self._busy[mentor]):
                yield mentor

    def put(self, who: int, slot: int, round_: Round) -> bool:
        """Book a seat, and the first free mentor if the slot has none; whether done."""
        if not self._seats[slot]:
            return False
        given = self.problem.instance.slots[slot]
        if slot not in self._mentor:
            mentor = next(self._free(slot), None)
            if mentor is None:
                return False
            self._mentor[slot] = mentor
            self._busy[mentor].append((given.start, given.end))
        self._assignments.append((who, given.id, round_.id))
        self._seats[slot] -= 1
        self._own[who].append(slot)
        self._work(who, given.start, given.length)
        self.traffic[who, round_.id] += given.viewers
        return True

    def plan(self) -> Solution:
        given = self.problem.instance
        return Solution(
            tuple(self._assignments),
            {given.slots[a].id: given.mentors[m].id for a, m in self._mentor.items()},
        )
