"""Filling a board: first come first, then by simulated annealing."""

import numpy as np
from numba import njit

from training.solver.mentors import book, release, staff
from training.solver.placing import NOWHERE, fits, has_seat, is_eligible, put, take


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
def _pair_near(board, u, wanted, rng, reach):
    """A random slot among the unit's pairs with about the `wanted` viewers, or -1.

    Args:
        reach: share of the unit's pairs that it may be away from that, 0 to 1; near
            ones are likelier.
    """
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
def _cost(board, weights, u, count, traffic, prime):
    """The cost of a unit if it had that many slots, viewers and prime slots."""
    unit = board.units[u]
    return (
        weights.fair * abs(traffic - unit.target)
        - unit.bonus * traffic
        + weights.missing * (unit.each - count)
        + weights.prime * abs(prime - unit.primes)
    )


@njit(cache=True)
def _slot_cost(board, weights, u, s):
    """What slot `s` adds to the unit's cost by itself.

    The price of a change, unless the unit has it in the plan that is repaired, less the
    weight of a time of day and a room that the candidate likes.
    """
    cost, c = weights.change, board.units[u].candidate
    for place in range(board.before.shape[1]):
        if board.before[u, place] == s:
            cost = 0.0
    slot = board.slots[s]
    likes = board.likes_part[c, slot.part] + board.likes_room[c, slot.room]
    return cost - weights.liked * likes


@njit(cache=True)
def _extra_cost(board, weights, u, old, new):
    """How much more the unit costs when it changes `old` for `new`; -1 is none."""
    unit = board.units[u]
    count, traffic, prime = unit.count, unit.traffic, unit.prime
    extra = -_cost(board, weights, u, count, traffic, prime)
    if old >= 0:
        slot = board.slots[old]
        count -= 1
        traffic -= slot.viewers
        prime -= slot.prime
        extra -= _slot_cost(board, weights, u, old)
    if new >= 0:
        slot = board.slots[new]
        count += 1
        traffic += slot.viewers
        prime += slot.prime
        extra += _slot_cost(board, weights, u, new)
    return _cost(board, weights, u, count, traffic, prime) + extra


@njit(cache=True)
def _find_mentor(board, needed, emptied):
    """Give slot `needed` a mentor, if need be that of slot `emptied`; whether it has.

    Either may be -1. Nothing is changed if no mentor is found.
    """
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
    """Unit `u` changes `old` for `new`, from which `v` goes to `instead`; whether done.

    `old`, `v` and `instead` may be -1: no slot, nobody.

    Args:
        needed: the slot that has to get a mentor for that, or -1.
    """
    alone = old >= 0 and board.slots[old].filled == 1 and instead != old
    if not _find_mentor(board, needed, old if alone and not board.settled[old] else -1):
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

    Args:
        weights: as `solve.Weights`.
        hot, cold: in viewers of cost.
        reach: see `_pair_near`.
    """
    number, made = len(board.units), 0
    cooling = (cold / hot) ** (1.0 / max(moves, 1))
    temperature = hot
    for _ in range(moves):
        temperature *= cooling
        u = int(rng.random() * number)
        if rng.random() < 0.7:
            w = int(rng.random() * number)
            first, second = board.units[u], board.units[w]
            if abs(second.traffic - second.target) > abs(first.traffic - first.target):
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
        new = _pair_near(board, u, wanted, rng, reach)
        if new < 0 or new == old or not fits(board, u, new, old):
            continue
        extra = _extra_cost(board, weights, u, old, new)
        if has_seat(board, new):
            if extra <= 0 or rng.random() < np.exp(-extra / temperature):
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
        extra += _extra_cost(board, weights, v, new, instead)
        if extra <= 0 or rng.random() < np.exp(-extra / temperature):
            needed = instead if instead >= 0 and instead != old else -1
            made += _move(board, u, old, new, needed, v, instead)
    return made


@njit(cache=True)
def _elsewhere(board, v, new, old, rng, reach):
    """Where unit `v` goes when it loses `new`: slot `old` or another that fits.

    -1: nowhere, it loses the slot; -2: the move isn't to be made.
    """
    if (
        old >= 0
        and rng.random() < 0.7
        and is_eligible(board, v, old)
        and fits(board, v, old, new)
    ):
        return old
    unit = board.units[v]
    wanted = board.slots[new].viewers + unit.target - unit.traffic
    for _ in range(3):
        s = _pair_near(board, v, wanted, rng, reach)
        if s < 0 or not has_seat(board, s):
            continue
        if s != new and s != old and fits(board, v, s, new):  # noqa: PLR1714, SIM109
            return s
    return -1 if old < 0 else -2
