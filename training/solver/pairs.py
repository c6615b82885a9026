"""Which slots a candidate could have, and what excludes the others."""

import numpy as np
from numba import njit

from training.solver.problem import DAY

MORNING, MIDNIGHT = 8 * 60, DAY  # travel never counts before or after these
# Why a pair is excluded: the first of these that holds, so that what stands later in
# the list is what would help. Codes from OWN on are reasons named by bars.
FREE, CATEGORY, TRAVEL, NIGHT, BUSY, LESSON, LOCKED, UNSTAFFED = range(8)
NAMES = ("", "category", "travel", "night", "class", "lesson", "locked", "mentor")
OWN = len(NAMES)


@njit(cache=True)
def _within(rows, first, last, start, end):
    """Does one of the spans `rows[first:last]` hold all of `start` to `end`?"""
    for row in range(first, last):
        if rows[row, 0] <= start and end <= rows[row, 1]:
            return True
    return False


@njit(cache=True)
def _touched(rows, first, last, start, end):
    """The first of the spans `rows[first:last]` that overlaps the other one, or -1."""
    for row in range(first, last):
        if rows[row, 0] < end and start < rows[row, 1]:
            return row
    return -1


@njit(cache=True)
def _why_not(c, s, travel, slots, people, bar_at, bars, night):
    """FREE, or the code of the first thing that keeps candidate `c` out of slot `s`.

    Asked for pairs whose category and route are right already.

    Args:
        travel: minutes from the candidate's campus to the slot's base.
        night: start and end of the night, in minutes of the day.
    """
    start, end, midnight = slots.start[s], slots.end[s], slots.day[s] * DAY
    row = _touched(people.bar, people.bar_at[c], people.bar_at[c + 1], start, end)
    if row >= 0:
        return people.bar[row, 2]
    if people.intern[c]:
        if end - midnight > night[0] or start - midnight < night[1]:
            return NIGHT
        room = slots.room[s]
        row = _touched(bars, bar_at[room], bar_at[room + 1], start, end)
        if row >= 0:
            return bars[row, 2]
    leaves = min(start, max(start - travel, midnight + MORNING))
    returns = max(end, min(end + travel, midnight + MIDNIGHT))
    first, last = people.free_at[c], people.free_at[c + 1]
    if not _within(people.free, first, last, leaves, returns):
        return BUSY
    first, last = people.lesson_at[c], people.lesson_at[c + 1]
    if _touched(people.lesson, first, last, leaves, returns) >= 0:
        return LESSON
    return FREE


@njit(cache=True, nogil=True)
def eligible_pairs(
    several, offered, slots, people, bar_at, bars, locked, night, eligible, excluded
):
    """The pairs of a round: how many each candidate has, and their slots in one array.

    Args:
        several: candidates of the round.
        offered: the round's slots, in the order in which each candidate's are returned.
        slots, people: as `compiling` has them.
        bar_at, bars: by room, spans with the code of their reason.
        locked: by slot.
        eligible: (candidates, words of 64 slots), whose bits are set here.
        excluded: (several, codes), where slots are counted by what excludes them.
    """
    kinds, bases, days = slots.category, slots.base, slots.day
    covering_at = slots.covering_at
    counts = np.zeros(len(several), dtype=np.int64)
    found = np.empty(1024, dtype=np.int32)
    size = 0
    for row in range(len(several)):
        c = several[row]
        sells, travel = people.sells[c], people.travel[people.campus[c]]
        may_travel, why_not = people.may_travel[people.campus[c]], excluded[row]
        for s in offered:
            if not sells[kinds[s]]:
                why_not[CATEGORY] += 1
                continue
            base = bases[s]
            if travel[base] < 0 or not may_travel[base, days[s]]:
                why_not[TRAVEL] += 1
                continue
            why = _why_not(c, s, travel[base], slots, people, bar_at, bars, night)
            if why == FREE and locked[s]:
                why = LOCKED
            if why == FREE and covering_at[s] == covering_at[s + 1]:
                why = UNSTAFFED
            if why != FREE:
                why_not[why] += 1
                continue
            eligible[c, s >> 6] |= np.uint64(1) << np.uint64(s & 63)
            if size == len(found):
                found = np.concatenate((found, np.empty_like(found)))
            found[size] = s
            size += 1
            counts[row] += 1
    return counts, found[:size].copy()
