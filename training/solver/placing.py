"""A plan in the making: who is where, and what can be put where.

Nothing here ever leaves the set of lawful plans: `fits` is asked before `put`, and a
slot is opened together with a mentor for it.
"""

from collections import Counter
from typing import Any, NamedTuple

import numpy as np
from numba import njit

from training.solver.compiling import EVENING, NOON, Array, Compiled
from training.solver.problem import DAY, WEEKDAYS, by_day_of

NOBODY = NOWHERE = -1
HOSTS = 2

# Of its minutes, `late` are after midnight: the next day's, and maybe the next week's.
SLOT = np.dtype(
    [
        (name, np.int32)
        for name in (
            *("room", "part", "start", "end", "day", "late", "viewers", "prime"),
            *("seats", "filled", "host0", "host1", "mentor"),
        )
    ]
)
UNIT = np.dtype(
    [
        *((name, np.int32) for name in ("candidate", "round", "each", "first", "last")),
        *((name, np.int32) for name in ("count", "traffic", "prime")),
        ("target", np.float64),  # traffic it should have
        ("bonus", np.float64),  # taken off its cost for each viewer, see `aims.adjust`
        ("primes", np.float64),  # prime slots it should have: the round's mean
    ]
)
PERSON = np.dtype([(name, np.int32) for name in ("rest", "day_cap", "week_cap")])


class Board(NamedTuple):
    """A plan in arrays, changed in place by `put` and `take`.

    Args:
        slots, units, people: structured arrays of SLOT, UNIT and PERSON.
        held: (units, places), the slot or NOWHERE; the first `count` places are used.
        stuck: as `held`, whether that slot can't be given up.
        before: as `held`, the slots in the plan that is repaired.
        of_at, of: units of candidate `c` are `of[of_at[c]:of_at[c + 1]]`.
        pair_at, pairs: likewise by unit, its eligible slots, fewest viewers first.
        eligible: (candidates, words of 64 slots), bits.
        day_minutes, week_minutes: (candidates, days or weeks), minutes of work.
        covering_at, covering: by slot, mentors with a shift then at its base.
        settled: by slot, whether its mentor may not be changed.
        likes_part, likes_room: (candidates, parts of the day or rooms).
        booked: (mentors, words of 64 grains), bits.
        roster: (mentors, days, places), slots; the first `on_roster` places are used.
        grain: minutes of a bit in `booked`.
    """

    slots: Array
    units: Array
    people: Array
    held: Array
    stuck: Array
    before: Array
    of_at: Array
    of: Array
    pair_at: Array
    pairs: Array
    eligible: Array
    day_minutes: Array
    week_minutes: Array
    covering_at: Array
    covering: Array
    settled: Array
    likes_part: Array
    likes_room: Array
    booked: Array
    roster: Array
    on_roster: Array
    grain: int


def empty_board(problem: Compiled) -> Board:
    """A board without assignments; lessons are counted as work already."""
    given, units = problem.instance, problem.units
    slots = _slot_table(problem)
    people = np.zeros(len(given.candidates), dtype=PERSON)
    for name in PERSON.names or ():
        people[name] = getattr(problem.people, name)
    table = np.zeros(len(units.candidate), dtype=UNIT)
    for name in ("candidate", "round", "each", "first", "last"):
        table[name] = getattr(units, name)
    most = Counter((who, round_) for who, _slot, round_ in given.fixed)
    wide = max([1, *(round_.most for round_ in given.rounds), *most.values()])
    shape = (len(table), wide)
    days = int(slots["end"].max(initial=0)) // DAY + 2
    by_day, by_week = _lesson_minutes(problem, days)
    mentors, words = len(given.mentors), days * DAY // problem.grain // 64 + 1
    busiest = DAY // max(1, int((slots["end"] - slots["start"]).min(initial=DAY))) + 1
    return Board(
        slots,
        table,
        people,
        np.full(shape, NOWHERE, dtype=np.int32),
        np.zeros(shape, dtype=np.bool_),
        np.full(shape, NOWHERE, dtype=np.int32),
        units.of_at,
        units.of,
        units.pair_at,
        units.pairs,
        problem.eligible,
        by_day,
        by_week,
        problem.slots.covering_at,
        problem.slots.covering,
        np.zeros(len(slots), dtype=np.bool_),
        problem.people.likes_part,
        problem.people.likes_room,
        np.zeros((mentors, words), dtype=np.uint64),
        np.full((mentors, days, busiest), NOWHERE, dtype=np.int32),
        np.zeros((mentors, days), dtype=np.int32),
        problem.grain,
    )


def copied(board: Board) -> Board:
    parts: list[Any] = [
        part.copy() if isinstance(part, Array) else part for part in board
    ]
    return Board(*parts)


def _slot_table(problem: Compiled) -> Array:
    given = problem.slots
    slots = np.zeros(len(given.room), dtype=SLOT)
    for name in ("room", "start", "end", "viewers", "prime", "seats"):
        slots[name] = getattr(given, name)
    slots["day"] = slots["start"] // DAY
    slots["late"] = np.maximum(slots["end"] - (slots["day"] + 1) * DAY, 0)
    clock = slots["start"] % DAY
    slots["part"] = (clock >= NOON).astype(np.int32) + (clock >= EVENING)
    slots["host0"] = slots["host1"] = slots["mentor"] = NOBODY
    return slots


def _lesson_minutes(problem: Compiled, days: int) -> tuple[Array, Array]:
    candidates = problem.instance.candidates
    by_day = np.zeros((len(candidates), days), dtype=np.int32)
    by_week = np.zeros((len(candidates), days // WEEKDAYS + 1), dtype=np.int32)
    for row, candidate in enumerate(candidates):
        for day, minutes in by_day_of(candidate.training):
            if 0 <= day < days:
                by_day[row, day] += minutes
                by_week[row, day // WEEKDAYS] += minutes
    return by_day, by_week


@njit(cache=True)
def has_hours(board, u, s, without):
    """Do the minutes of `s` fit into its days and weeks, once `without` is given up?

    What lies over midnight counts to each day with its own minutes.
    """
    c, slot = board.units[u].candidate, board.slots[s]
    person = board.people[c]
    for after in range(1 + (slot.late > 0)):
        day = slot.day + after
        week = day // WEEKDAYS
        minutes = board.day_minutes[c, day] + _of_day(slot, day)
        weekly = board.week_minutes[c, week] + _of_week(slot, week)
        if without >= 0:
            minutes -= _of_day(board.slots[without], day)
            weekly -= _of_week(board.slots[without], week)
        if minutes > person.day_cap or weekly > person.week_cap:
            return False
    return True


@njit(cache=True)
def _of_day(slot, day):
    """The slot's minutes on that day."""
    if day == slot.day:
        return slot.end - slot.start - slot.late
    return slot.late if day == slot.day + 1 else 0


@njit(cache=True)
def _of_week(slot, week):
    minutes = 0
    if slot.day // WEEKDAYS == week:
        minutes += slot.end - slot.start - slot.late
    if (slot.day + 1) // WEEKDAYS == week:
        minutes += slot.late
    return minutes


@njit(cache=True)
def _work(board, c, slot, times):
    """Count the slot's minutes to the candidate's days and weeks, or off with -1."""
    for after in range(1 + (slot.late > 0)):
        day = slot.day + after
        minutes = times * _of_day(slot, day)
        board.day_minutes[c, day] += minutes
        board.week_minutes[c, day // WEEKDAYS] += minutes


@njit(cache=True)
def fits(board, u, s, without):
    """May unit `u` take slot `s`, giving slot `without` up? Seats aren't asked."""
    if not has_hours(board, u, s, without):
        return False
    slots = board.slots
    slot, c = slots[s], board.units[u].candidate
    person = board.people[c]
    earliest, latest = slot.start - person.rest, slot.end + person.rest
    for row in range(board.of_at[c], board.of_at[c + 1]):
        own = board.of[row]
        for place in range(board.units[own].count):
            at = board.held[own, place]
            if at == without:
                continue
            if at == s or (slots[at].end > earliest and slots[at].start < latest):
                return False
    return True


@njit(cache=True)
def is_eligible(board, u, s):
    """Is the pair eligible, in the unit's round?"""
    unit = board.units[u]
    day = board.slots[s].day
    if day < unit.first or day > unit.last:
        return False
    word = board.eligible[unit.candidate, s >> 6]
    return (word >> np.uint64(s & 63)) & np.uint64(1) != 0


@njit(cache=True)
def has_seat(board, s):
    """Is a seat of slot `s` free?"""
    slot = board.slots[s]
    return slot.filled < slot.seats


@njit(cache=True)
def open_pairs(board):
    """By pair, whether its unit, not withdrawn, may have its slot beside its own."""
    found = np.zeros(len(board.pairs), dtype=np.bool_)
    for u in range(len(board.units)):
        if board.units[u].round < 0:
            continue
        for at in range(board.pair_at[u], board.pair_at[u + 1]):
            if has_seat(board, board.pairs[at]):
                found[at] = fits(board, u, board.pairs[at], NOWHERE)
    return found


@njit(cache=True)
def put(board, u, s):
    """Unit `u` takes a seat of `s`."""
    unit, slot = board.units[u], board.slots[s]
    board.held[u, unit.count] = s
    unit.count += 1
    unit.traffic += slot.viewers
    unit.prime += slot.prime
    _work(board, unit.candidate, slot, 1)
    if slot.host0 < 0:
        slot.host0 = u
    else:
        slot.host1 = u
    slot.filled += 1


@njit(cache=True)
def take(board, u, s):
    """Unit `u` gives its seat of `s` up."""
    unit, slot = board.units[u], board.slots[s]
    unit.count -= 1
    last = unit.count
    for place in range(last):
        if board.held[u, place] == s:
            board.held[u, place] = board.held[u, last]
            board.stuck[u, place] = board.stuck[u, last]
            break
    board.held[u, last] = NOWHERE
    board.stuck[u, last] = False
    unit.traffic -= slot.viewers
    unit.prime -= slot.prime
    _work(board, unit.candidate, slot, -1)
    if slot.host0 == u:
        slot.host0 = NOBODY
    else:
        slot.host1 = NOBODY
    slot.filled -= 1
