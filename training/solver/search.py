"""Filling a board: first come first, then by simulated annealing."""

import numpy as np
from numba import njit

from training.solver.mentors import book, release, staff
from training.solver.placing import NOWHERE, fits, has_seat, may, put, take


@njit(cache=True, nogil=True)
def first_come(board):
    """As a coordinator would: each in turn takes the earliest slots that fit.

    Candidates in the order given, round by round; a slot not yet open gets the first
    mentor who has time.
    """
    for u in range(len(board.units)):
        pairs = board.pairs[board.pair_at[u] : board.pair_at[u + 1]]
        starts = np.empty(len(pairs), dtype=np.int64)
        for at in range(len(pairs)):
            starts[at] = board.slots[pairs[at]].start * len(board.slots) + pairs[at]
        for at in np.argsort(starts):
            if board.units[u].count >= board.units[u].each:
                break
            s = pairs[at]
            if not has_seat(board, s) or not fits(board, u, s, NOWHERE):
                continue
            if board.slots[s].mentor >= 0 or staff(board, s, False):
                put(board, u, s)


@njit(cache=True)
def _near(board, u, wanted, rng, reach):
    """A pair of the unit whose viewers are about as wanted, or -1."""
    first, last = board.pair_at[u], board.pair_at[u + 1]
    if first == last:
        return -1
    low, high = first, last
    while low < high:
        middle = (low + high) >> 1
        if board.slots[board.pairs[middle]].viewers < wanted:
            low = middle + 1
        else:
            high = middle
    r = rng.random()
    step = int((last - first) * reach * r * r * r) + (1 if rng.random() < 0.5 else 0)
    at = low + step if rng.random() < 0.5 else low - 1 - step
    if at < first:
        at = first + int(rng.random() * min(step + 1, last - first))
    if at >= last:
        at = last - 1 - int(rng.random() * min(step + 1, last - first))
    return board.pairs[at]


@njit(cache=True)
def _worth(board, weights, u, count, traffic, prime):
    """The cost of a unit with so many slots."""
    unit = board.units[u]
    return (
        weights.fair * abs(traffic - unit.target)
        - unit.thirst * traffic
        + weights.missing * (unit.each - count)
        + weights.prime * abs(prime - unit.primes)
    )


@njit(cache=True)
def _own(board, weights, u, s):
    """What one slot adds to the unit's cost, whatever else the unit has.

    The price of a change, unless the plan that is repaired has it there too, less a
    little for a time of day and a room that the candidate likes.
    """
    cost, c = weights.change, board.units[u].candidate
    for place in range(board.before.shape[1]):
        if board.before[u, place] == s:
            cost = 0.0
    slot = board.slots[s]
    likes = board.likes_part[c, slot.part] + board.likes_room[c, slot.room]
    return cost - weights.liked * likes


@njit(cache=True)
def _dearer(board, weights, u, old, new):
    """How much more the unit costs when it changes `old` for `new`; -1 is none."""
    unit = board.units[u]
    count, traffic, prime = unit.count, unit.traffic, unit.prime
    extra = -_worth(board, weights, u, count, traffic, prime)
    if old >= 0:
        slot = board.slots[old]
        count -= 1
        traffic -= slot.viewers
        prime -= slot.prime
        extra -= _own(board, weights, u, old)
    if new >= 0:
        slot = board.slots[new]
        count += 1
        traffic += slot.viewers
        prime += slot.prime
        extra += _own(board, weights, u, new)
    return _worth(board, weights, u, count, traffic, prime) + extra


@njit(cache=True)
def _ready(board, needed, emptied):
    """Find `needed` a mentor, at worst that of `emptied`; else all stays."""
    if needed < 0 or board.slots[needed].mentor >= 0 or staff(board, needed, True):
        return True
    if emptied < 0:
        return False
    mentor = board.slots[emptied].mentor
    release(board, emptied)
    if staff(board, needed, True):
        return True
    book(board, mentor, emptied)
    return False


@njit(cache=True)
def _move(board, u, old, new, needed, v, instead):
    """Unit `u` changes `old` for `new`, from which `v`, if any, goes to `instead`."""
    alone = old >= 0 and board.slots[old].filled == 1 and instead != old
    if not _ready(board, needed, old if alone and not board.settled[old] else -1):
        return False
    if v >= 0:
        take(board, v, new)
    if old >= 0:
        take(board, u, old)
        if alone and board.slots[old].mentor >= 0:
            release(board, old)
    put(board, u, new)
    if v >= 0 and instead >= 0:
        put(board, v, instead)
    return True


@njit(cache=True)
def _is_stuck(board, u, s):
    for place in range(board.units[u].count):
        if board.held[u, place] == s:
            return board.stuck[u, place]
    return False


@njit(cache=True, nogil=True)
def anneal(board, weights, rng, moves, hot, cold, reach):
    """Try so many moves at temperatures falling from `hot` to `cold`.

    A move changes one slot of a unit for another; who had the seat swaps with it, goes
    elsewhere, or, at great cost, nowhere. Returns how many were made.
    """
    number, made = len(board.units), 0
    cooling = (cold / hot) ** (1.0 / max(moves, 1))
    temperature = hot
    for _ in range(moves):
        temperature *= cooling
        u = int(rng.random() * number)
        if rng.random() < 0.7:
            w = int(rng.random() * number)
            one, two = board.units[u], board.units[w]
            if abs(two.traffic - two.target) > abs(one.traffic - one.target):
                u = w
        unit = board.units[u]
        if unit.each == 0:
            continue
        place = int(rng.random() * unit.each)
        old = board.held[u, place]
        if old >= 0 and board.stuck[u, place]:
            continue
        gap = unit.target - unit.traffic
        if old >= 0:
            wanted = board.slots[old].viewers + gap
        else:
            wanted = gap / (unit.each - unit.count)
        new = _near(board, u, wanted, rng, reach)
        if new < 0 or new == old or not fits(board, u, new, old):
            continue
        dearer = _dearer(board, weights, u, old, new)
        if has_seat(board, new):
            if dearer <= 0 or rng.random() < np.exp(-dearer / temperature):
                made += _move(board, u, old, new, new, -1, -1)
            continue
        if board.slots[new].seats == 0:
            continue
        v = board.slots[new].host0
        if board.slots[new].filled == 2 and rng.random() < 0.5:
            v = board.slots[new].host1
        if v == u or _is_stuck(board, v, new):
            continue
        instead = _elsewhere(board, v, new, old, rng, reach)
        if instead == -2:
            continue
        dearer += _dearer(board, weights, v, new, instead)
        if dearer <= 0 or rng.random() < np.exp(-dearer / temperature):
            needed = instead if instead >= 0 and instead != old else -1
            made += _move(board, u, old, new, needed, v, instead)
    return made


@njit(cache=True)
def _elsewhere(board, v, new, old, rng, reach):
    """Where unit `v` could go when it loses `new`: `old`, another, -1; -2 if not."""
    if (
        old >= 0
        and rng.random() < 0.7
        and may(board, v, old)
        and fits(board, v, old, new)
    ):
        return old
    unit = board.units[v]
    wanted = board.slots[new].viewers + unit.target - unit.traffic
    for _ in range(3):
        s = _near(board, v, wanted, rng, reach)
        if s < 0 or not has_seat(board, s):
            continue
        if s != new and s != old and fits(board, v, s, new):  # noqa: PLR1714, SIM109
            return s
    return -1 if old < 0 else -2
