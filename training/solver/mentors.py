"""Who looks after which slot, with as few changes of room as can be."""

import numpy as np
from numba import njit

from training.solver.compiling import Array
from training.solver.placing import NOBODY, Board

TRIES_EACH = 400  # by open slot
HOT, COLD = 0.6, 0.05  # in room changes


@njit(cache=True)
def is_free(board, m, s):
    """Is mentor `m` free throughout slot `s`?"""
    first = board.slots[s].start // board.grain
    last = board.slots[s].end // board.grain - 1
    for word in range(first >> 6, (last >> 6) + 1):
        if board.booked[m, word] & _bits(word, first, last):
            return False
    return True


@njit(cache=True)
def _bits(word, first, last):
    """The bits of one word that stand for grains `first` to `last`."""
    low = max(first - (word << 6), 0)
    high = min(last - (word << 6), 63)
    ones = np.uint64(0xFFFFFFFFFFFFFFFF)
    return (ones >> np.uint64(63 - (high - low))) << np.uint64(low)


@njit(cache=True)
def book(board, m, s):
    """Make `m` the mentor of slot `s`, whose grains are then taken."""
    slot = board.slots[s]
    first, last = slot.start // board.grain, slot.end // board.grain - 1
    for word in range(first >> 6, (last >> 6) + 1):
        board.booked[m, word] |= _bits(word, first, last)
    slot.mentor = m
    number = board.on_roster[m, slot.day]
    board.roster[m, slot.day, number] = s
    board.on_roster[m, slot.day] = number + 1


@njit(cache=True)
def release(board, s):
    """The slot's mentor has time again."""
    slot = board.slots[s]
    m, day = slot.mentor, slot.day
    first, last = slot.start // board.grain, slot.end // board.grain - 1
    for word in range(first >> 6, (last >> 6) + 1):
        board.booked[m, word] &= ~_bits(word, first, last)
    slot.mentor = NOBODY
    number = board.on_roster[m, day] - 1
    for place in range(number):
        if board.roster[m, day, place] == s:
            board.roster[m, day, place] = board.roster[m, day, number]
            break
    board.on_roster[m, day] = number


@njit(cache=True)
def only_clash(board, m, s):
    """The only slot of mentor `m` that overlaps `s`; -1 if none, several or settled."""
    slot, found = board.slots[s], -1
    for day in range(max(slot.day - 1, 0), slot.day + 2):
        for place in range(board.on_roster[m, day]):
            other = board.roster[m, day, place]
            if board.slots[other].start < slot.end and (
                slot.start < board.slots[other].end
            ):
                if found >= 0 or board.settled[other]:
                    return -1
                found = other
    return found


@njit(cache=True)
def staff(board, s, may_shift):
    """Book a mentor for slot `s`; whether there was one.

    With `may_shift`, a busy mentor may hand the slot in the way to a colleague.
    """
    first, last = board.covering_at[s], board.covering_at[s + 1]
    for row in range(first, last):
        if is_free(board, board.covering[row], s):
            book(board, board.covering[row], s)
            return True
    if not may_shift:
        return False
    for row in range(first, last):
        m = board.covering[row]
        other = only_clash(board, m, s)
        if other < 0:
            continue
        for at in range(board.covering_at[other], board.covering_at[other + 1]):
            instead = board.covering[at]
            if instead != m and is_free(board, instead, other):
                release(board, other)
                book(board, instead, other)
                book(board, m, s)
                return True
    return False


def recolour(board: Board, rng: np.random.Generator, before: Array) -> None:
    """Reassign mentors so that they change rooms less often, by simulated annealing.

    Only slots with people in them take part; each stays with a mentor of its base.

    Args:
        before: by slot, its mentor in the plan that is repaired, or NOBODY. Those that
            had a mentor keep it.
    """
    board.settled[:] |= before != NOBODY
    used = np.flatnonzero((board.slots["filled"] > 0) & ~board.settled)
    if len(used):
        _hand_over(board, used, rng, len(used) * TRIES_EACH)


@njit(cache=True)
def _changes(board, m, day):
    """How often mentor `m` changes rooms that day."""
    number = board.on_roster[m, day]
    slots = board.roster[m, day, :number].copy()
    for at in range(1, number):
        s = slots[at]
        place = at
        while place and board.slots[slots[place - 1]].start > board.slots[s].start:
            slots[place] = slots[place - 1]
            place -= 1
        slots[place] = s
    changes = 0
    for at in range(1, number):
        changes += board.slots[slots[at]].room != board.slots[slots[at - 1]].room
    return changes


@njit(cache=True)
def covers(board, m, s):
    """Does mentor `m` have a shift throughout slot `s`, at its base?"""
    for row in range(board.covering_at[s], board.covering_at[s + 1]):
        if board.covering[row] == m:
            return True
    return False


@njit(cache=True)
def _swapped(board, s, other, m, instead):
    """Slot `s` of mentor `m` goes to `instead`, whose `other`, if any, to `m`."""
    release(board, s)
    if other >= 0:
        release(board, other)
        book(board, m, other)
    book(board, instead, s)


@njit(cache=True, nogil=True)
def _hand_over(board, used, rng, tries):
    """Anneal: each try gives a slot of `used` to another mentor, or swaps two slots."""
    cooling = (COLD / HOT) ** (1.0 / tries)
    temperature = HOT
    for _ in range(tries):
        temperature *= cooling
        s = used[int(rng.random() * len(used))]
        first, last = board.covering_at[s], board.covering_at[s + 1]
        instead = board.covering[first + int(rng.random() * (last - first))]
        m, day = board.slots[s].mentor, board.slots[s].day
        if instead == m:
            continue
        other = -1
        if not is_free(board, instead, s):
            other = only_clash(board, instead, s)
            if other < 0 or board.slots[other].day != day:
                continue
            if not covers(board, m, other) or only_clash(board, m, other) != s:
                continue
        before = _changes(board, m, day) + _changes(board, instead, day)
        _swapped(board, s, other, m, instead)
        more = _changes(board, m, day) + _changes(board, instead, day) - before
        if more > 0 and rng.random() >= np.exp(-more / temperature):
            _swapped(board, s, other, instead, m)
