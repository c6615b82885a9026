"""Why somebody has too few slots: before a plan is made, and after."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numba import njit

from training.solver.breaks import Seat
from training.solver.compiling import Array, Compiled, compiled
from training.solver.mentors import is_free
from training.solver.placing import (
    NOWHERE,
    Board,
    empty_board,
    fits,
    has_hours,
    has_seat,
    put,
    take,
)
from training.solver.problem import Event, Instance, Solution, disturbed
from training.solver.standing import place_existing, settled_board
from training.solver.verify import given_breaks

# Reasons in the order they are listed, and those somebody could do something about.
ORDER = ("class", "travel", "category", "lesson", "rest", "hours", "mentor", "full")
HELPS = ("full", "mentor", "hours", "rest", "class", "lesson", "travel", "category")
FREE, REST, HOURS, MENTOR, FULL = range(5)
LATER = ("free", "rest", "hours", "mentor", "full")


@dataclass(frozen=True)
class Shortage:
    """A candidate with fewer slots of a round than wanted.

    Args:
        reasons: code and how many of the round's slots it alone or first excludes, in
            the order of `ORDER`, what the law forbids last.
        help: the reason that, if mended, would open the most slots; empty if none is.
    """

    candidate: int
    round: int
    placed: int
    wanted: int
    reasons: tuple[tuple[str, int], ...]
    help: str


@dataclass(frozen=True)
class Against:
    """A rule that an assignment breaks which is fixed or locked.

    Args:
        slot: of the assignment, or of one of several that break it together.
        code: of a reason, as OF_GIVEN has it, or of a bar.
    """

    candidate: int
    slot: int
    code: str


# Reasons by the codes of `verify`; those of bars are the bars' own.
OF_GIVEN = {
    "availability": "class",
    "campus_day": "travel",
    "category": "category",
    "day_cap": "hours",
    "mentor_base": "mentor",
    "mentor_hours": "mentor",
    "night": "night",
    "no_mentor": "mentor",
    "rest": "rest",
    "slot_capacity": "full",
    "training_clash": "lesson",
    "two_places": "two_places",
    "too_many": "too_many",
    "week_cap": "hours",
}


def against_given(instance: Instance, base: Solution | None) -> list[Against]:
    """Where what is fixed or locked breaks a rule, in order of time."""
    found = {
        Against(seat.who.id, seat.slot.id, code): seat.slot.start
        for broken in given_breaks(instance, base)
        for seat in broken.seats
        for code in _codes(instance, broken.code, seat)
    }
    return sorted(
        found, key=lambda against: (found[against], against.candidate, against.code)
    )


def _codes(instance: Instance, code: str, seat: Seat) -> Iterator[str]:
    if code in OF_GIVEN:
        yield OF_GIVEN[code]
    elif code == "barred":
        slot, bars = seat.slot, seat.who.bars
        if seat.who.intern:
            bars += instance.room[slot.room].bars
        for bar in bars:
            if bar.start < slot.end and slot.start < bar.end:
                yield bar.reason


def unplaceable(instance: Instance) -> list[Shortage]:
    """Who can't have all slots wanted even if nobody else took a free seat.

    `placed` is how many they can have at most. What is fixed stays.
    """
    problem = compiled(instance)
    board = settled_board(problem, None, None)
    found = []
    for u in range(len(board.units)):
        most = int(board.units["count"][u]) + most_alone(board, u)
        if most < board.units["each"][u]:
            held = _alone(board, u, most)
            found.append(_shortage(problem, board, u, most))
            for s in held:
                take(board, u, s)
    return found


def shortages(
    instance: Instance, solution: Solution, event: Event | None = None
) -> list[Shortage]:
    """Who has fewer slots in the plan than wanted, and what excludes the others."""
    problem = compiled(disturbed(instance, event))
    board = empty_board(problem)
    place_existing(problem, board, solution, event)
    short = np.flatnonzero(board.units["count"] < board.units["each"])
    counts = board.units["count"]
    return [_shortage(problem, board, u, int(counts[u])) for u in short.tolist()]


def _shortage(problem: Compiled, board: Board, u: int, placed: int) -> Shortage:
    reasons = dict(_reasons(problem, board, u))
    lawful = [code for code in HELPS if reasons.get(code)]
    best = max(lawful, key=lambda code: reasons[code], default="")
    ordered = sorted(reasons.items(), key=lambda pair: _rank(pair[0]))
    candidate, round_ = list(problem.unit_at)[u]
    wanted = int(board.units["each"][u])
    return Shortage(candidate, round_, placed, wanted, tuple(ordered), best)


def _rank(code: str) -> int:
    return ORDER.index(code) if code in ORDER else len(ORDER)


def _reasons(problem: Compiled, board: Board, u: int) -> Iterator[tuple[str, int]]:
    counts: dict[str, int] = {}
    pairs = problem.excluded[u].tolist(), _later(board, u).tolist()
    for names, numbers in zip((problem.reasons, LATER), pairs, strict=True):
        for name, number in zip(names, numbers, strict=True):
            if name not in ("", "free") and number:
                counts[name] = counts.get(name, 0) + number
    yield from counts.items()


@njit(cache=True)
def _later(board: Board, u: int) -> Array:
    """How many of the unit's pairs each of LATER excludes; of several, the first."""
    counts = np.zeros(5, dtype=np.int64)
    for row in range(board.pair_at[u], board.pair_at[u + 1]):
        s = board.pairs[row]
        slot = board.slots[s]
        if slot.host0 == u or slot.host1 == u:
            continue
        if not fits(board, u, s, -1):
            counts[REST if has_hours(board, u, s, -1) else HOURS] += 1
        elif slot.filled >= slot.seats:
            counts[FULL] += 1
        elif slot.mentor >= 0 or _has_mentor(board, s):
            counts[FREE] += 1
        else:
            counts[MENTOR] += 1
    return counts


@njit(cache=True)
def _has_mentor(board, s):
    for row in range(board.covering_at[s], board.covering_at[s + 1]):
        if is_free(board, board.covering[row], s):
            return True
    return False


@njit(cache=True)
def most_alone(board, u):
    """How many more slots the unit could have on that board: an exact search."""
    first, last = board.pair_at[u], board.pair_at[u + 1]
    each, best, depth = board.units[u].each - board.units[u].count, 0, 0
    if each <= 0:
        return 0
    at = np.zeros(each + 1, dtype=np.int64)
    at[0] = first
    while True:
        if at[depth] < last and depth < each:
            s = board.pairs[at[depth]]
            at[depth] += 1
            if has_seat(board, s) and fits(board, u, s, -1):
                put(board, u, s)
                depth += 1
                best = max(best, depth)
                if best == each:
                    break
                at[depth] = at[depth - 1]
            continue
        if depth == 0:
            break
        depth -= 1
        take(board, u, board.pairs[at[depth] - 1])
    while depth:
        depth -= 1
        take(board, u, board.pairs[at[depth] - 1])
    return best


def _alone(board: Board, u: int, most: int) -> list[int]:
    """Put the unit into as many slots as it can have; returns those that are new."""
    held: list[int] = []
    more = most - int(board.units["count"][u])
    pairs = board.pairs[board.pair_at[u] : board.pair_at[u + 1]]
    for s in sorted(pairs.tolist(), key=lambda s: int(board.slots["start"][s])):
        if len(held) == more:
            break
        if has_seat(board, s) and fits(board, u, s, NOWHERE):
            put(board, u, s)
            held.append(s)
    return held
