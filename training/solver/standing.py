"""Puts the assignments of a solution on a board, and makes a solution of a board."""

import numpy as np

from training.solver.compiling import Compiled
from training.solver.mentors import book, covers, is_free, staff
from training.solver.placing import (
    NOBODY,
    NOWHERE,
    Board,
    empty_board,
    fits,
    is_eligible,
    put,
)
from training.solver.problem import Event, Solution


def settled_board(
    problem: Compiled, base: Solution | None, event: Event | None
) -> Board:
    """A board with nothing on it but what is fixed, or locked in `base`."""
    locked = problem.instance.locked
    rows = [row for row in (base.assignments if base else ()) if row[1] in locked]
    board = empty_board(problem)
    kept = Solution(tuple(rows), base.mentors if base else {})
    place_existing(problem, board, kept, event)
    return board


def place_existing(
    problem: Compiled, board: Board, base: Solution | None, event: Event | None
) -> None:
    """Put on the board what is fixed, then what of the old plan is lawful still.

    What is fixed, frozen or locked is stuck, and so is its mentor, lawful or not; where
    no mentor could look after it, nobody else gets a seat there. People who withdrew
    keep that alone, and want no more slots.
    """
    instance = problem.instance
    mentors = dict(base.mentors) if base else {}
    fixed = set(instance.fixed)
    old = [row for row in (base.assignments if base else ()) if row not in fixed]
    for row in instance.fixed:
        if not _is_over(problem, row, event):
            _put(problem, board, row, mentors, stays=True)
    frozen = [row for row in old if instance.slot[row[1]].id in instance.locked]
    for row in frozen:
        if not _is_over(problem, row, event):
            _put(problem, board, row, mentors, stays=True)
    _close(board)
    for row in (row for row in old if row[1] not in instance.locked):
        if not _is_over(problem, row, event):
            _put(problem, board, row, mentors, stays=False)
    if event is not None:
        gone = [
            at for (who, _r), at in problem.unit_at.items() if who in event.withdrawn
        ]
        board.units["each"][gone] = board.units["count"][gone]
        board.units["round"][gone] = NOWHERE


def _is_over(problem: Compiled, row: tuple[int, int, int], event: Event | None) -> bool:
    """Whether the event makes the assignment impossible."""
    if event is None:
        return False
    who, slot = row[0], problem.instance.slot[row[1]]
    closed = slot.room in event.closed_rooms and slot.day >= event.closed_from
    return closed or (who in event.withdrawn and slot.day >= event.now)


def _put(
    problem: Compiled,
    board: Board,
    row: tuple[int, int, int],
    mentors: dict[int, int],
    *,
    stays: bool,
) -> None:
    who, slot, round_ = row
    u, s = problem.unit_at.get((who, round_)), problem.slot_at[slot]
    if u is None:
        return
    place = board.units["count"][u]
    if place >= (board.held.shape[1] if stays else board.units["each"][u]):
        return
    if not stays:
        free = board.slots["filled"][s] < board.slots["seats"][s]
        if not (free and is_eligible(board, u, s) and fits(board, u, s, NOWHERE)):
            return
    if board.slots["mentor"][s] == NOBODY:
        settled = problem.instance.slot[slot].mentor
        chosen = mentors.get(slot, NOBODY) if settled is None else settled
        m = problem.mentor_at.get(chosen, NOBODY)
        if m != NOBODY and (stays or (covers(board, m, s) and is_free(board, m, s))):
            book(board, m, s)
        elif not staff(board, s, False) and not stays:
            return
    put(board, u, s)
    board.stuck[u, place] = stays
    board.settled[s] |= stays
    board.before[u, place] = s


def _close(board: Board) -> None:
    """No more seats where what is stuck has no mentor who could look after it."""
    for s in np.flatnonzero(board.settled).tolist():
        mentor = board.slots["mentor"][s]
        if mentor == NOBODY or not covers(board, mentor, s):
            board.slots["seats"][s] = board.slots["filled"][s]


def as_solution(problem: Compiled, board: Board) -> Solution:
    """The plan on the board, by the instance's ids, in order of slots."""
    instance = problem.instance
    ids = [unit for unit, _at in problem.unit_at.items()]
    rows = [
        (ids[u][0], instance.slots[s].id, ids[u][1])
        for u, held in enumerate(board.held.tolist())
        for s in held
        if s != NOWHERE
    ]
    mentors = {
        instance.slots[s].id: instance.mentors[board.slots["mentor"][s]].id
        for s in np.flatnonzero(board.slots["filled"]).tolist()
        if board.slots["mentor"][s] != NOBODY
    }
    return Solution(tuple(sorted(rows, key=lambda row: (row[1], row[0]))), mentors)
