"""What no plan can do better: bounds to hold a plan's figures against."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from training.trials.timetable.compiling import Array, Compiled
from training.trials.timetable.placing import blank
from training.trials.timetable.problem import DAY, WEEK, Round

SMALL, LARGEST = 200, 1_000  # units up to which a linear programme is solved
REST_EVERY, MENTORS_EVERY = 240, 30  # minutes between two moments that are looked at


@dataclass(frozen=True)
class Bound:
    """In per cent.

    Args:
        coverage: no lawful plan gives more slots.
        mad: no lawful plan that gives at least as many slots, and the same mean
            traffic in each round, deviates less.
        by_programme: from linear programmes; else from each candidate alone, which is
            weaker.
    """

    coverage: float
    mad: float
    by_programme: bool


def bound(
    problem: Compiled,
    means: Mapping[int, float],
    got: Mapping[int, int],
    *,
    largest: int = LARGEST,
    seconds: float = 20.0,
) -> Bound:
    """Bounds at the traffic and coverage that a plan reached.

    The linear programme may split seats, and asks for rest and for mentors at some
    moments only: what it can't reach, no plan can. It proves nothing of plans with
    more or less traffic.

    Args:
        means: mean traffic by round.
        got: slots given by round.
        largest: more units than that have the weaker bound, which takes less memory.
        seconds: for each programme; one that takes longer is left to the weaker bound.
    """
    each = int(problem.units.each.sum())
    covered, apart, solved = 0.0, 0.0, True
    for number, round_ in enumerate(problem.instance.rounds):
        own = np.flatnonzero(problem.units.round == number)
        if not len(own):
            continue
        mean = max(means[round_.id], 1e-9)
        found = None
        if len(problem.units.round) <= largest:
            found = _by_programme(problem, round_, own, mean, got[round_.id], seconds)
        solved &= found is not None
        most, deviation = found or _alone(problem, own, mean)
        covered += most
        apart += deviation / mean
    people = max(len(problem.units.round), 1)
    return Bound(100 * covered / max(each, 1), 100 * apart / people, solved)


def _alone(problem: Compiled, own: Array, mean: float) -> tuple[float, float]:
    """(slots, deviation) if everybody had all slots to themselves.

    Those who can't reach the mean stay as far below it as all others are above.
    """
    units = problem.units
    most, below = 0, 0.0
    for u in own.tolist():
        pairs = units.pairs[units.pair_at[u] : units.pair_at[u + 1]]
        best = pairs[len(pairs) - min(len(pairs), units.each[u]) :]
        most += len(best)
        below += max(mean - float(problem.slots.viewers[best].sum()), 0.0)
    return most, 2 * below


def _by_programme(
    problem: Compiled, round_: Round, own: Array, mean: float, got: int, seconds: float
) -> tuple[float, float] | None:
    from scipy import (  # noqa: PLC0415 -- takes memory that only bounds need
        optimize,
        sparse,
    )

    units = problem.units
    spans = [(units.pair_at[u], units.pair_at[u + 1]) for u in own.tolist()]
    slots = np.concatenate([units.pairs[a:z] for a, z in spans])
    owner = np.repeat(np.arange(len(own)), [z - a for a, z in spans])
    if not len(slots):
        return 0.0, mean * len(own)
    limits, most = _limits(problem, round_, own, slots, owner)
    held = optimize.LinearConstraint(limits, ub=most)
    options = {"time_limit": seconds}
    ones = np.ones(len(slots))
    best = optimize.milp(-ones, bounds=(0, 1), constraints=held, options=options)
    if best.status:
        return None
    people = len(own)
    viewers = problem.slots.viewers[slots].astype(float)
    # One variable more for each candidate: how far below the mean.
    none = sparse.csc_array((limits.shape[0], people))
    traffic = sparse.csc_array((viewers, (owner, np.arange(len(slots)))))
    traffic.resize(people, len(slots))
    totals = sparse.csc_array(np.stack([ones, viewers]))
    totals.resize(2, len(slots) + people)
    fair = optimize.milp(
        np.concatenate([0 * ones, np.full(people, 2.0)]),
        bounds=optimize.Bounds(0, np.concatenate([ones, np.full(people, np.inf)])),
        constraints=[
            optimize.LinearConstraint(sparse.hstack([limits, none]), ub=most),
            optimize.LinearConstraint(
                sparse.hstack([traffic, sparse.eye_array(people)]), lb=mean
            ),
            optimize.LinearConstraint(
                totals, lb=[got, mean * people], ub=[np.inf, mean * people]
            ),
        ],
        options=options,
    )
    return None if fair.status else (float(-best.fun), float(fair.fun))


def _limits(
    problem: Compiled, round_: Round, own: Array, slots: Array, owner: Array
) -> tuple[Any, Array]:
    """Rows and right sides: slots each, seats, rest, minutes of work a week."""
    from scipy import sparse  # noqa: PLC0415

    given, people = problem.slots, problem.people
    who = problem.units.candidate[own]
    columns = np.arange(len(slots))
    parts, sides = [], []

    def add(rows: Array, values: Array, chosen: Array, most: Array) -> None:
        shape = (len(most), len(slots))
        parts.append(sparse.csr_array((values, (rows, columns[chosen])), shape=shape))
        sides.append(most.astype(float))

    everything = np.ones(len(slots), dtype=np.bool_)
    ones = np.ones(len(slots))
    add(owner, ones, everything, problem.units.each[own])
    add(slots, ones, everything, given.seats)
    rest = people.rest[who[owner]]
    for moment in range(round_.first * DAY, (round_.last + 1) * DAY, REST_EVERY):
        chosen = (given.start[slots] <= moment) & (moment < given.end[slots] + rest)
        add(owner[chosen], ones[chosen], chosen, np.ones(len(own)))
    if len(problem.units.round) <= SMALL:
        _mentors(problem, round_, slots, add)
    weeks, worked = given.start[slots] // WEEK, blank(problem).week_minutes
    for week in np.unique(weeks).tolist():
        chosen = weeks == week
        minutes = (given.end - given.start)[slots[chosen]].astype(float)
        left = np.maximum(people.week_cap[who] - worked[who, week], 0)
        add(owner[chosen], minutes, chosen, left)
    return sparse.vstack(parts, format="csc"), np.concatenate(sides)


def _mentors(problem: Compiled, round_: Round, slots: Array, add: Callable) -> None:
    """No more rooms of a base at once than mentors who could be in one of them."""
    given = problem.slots
    for moment in range(round_.first * DAY, (round_.last + 1) * DAY, MENTORS_EVERY):
        going = (given.start <= moment) & (moment < given.end)
        for base in np.unique(given.base[going]).tolist():
            open_now = np.flatnonzero(going & (given.base == base))
            there = {
                mentor
                for s in open_now.tolist()
                for mentor in given.covering[
                    given.covering_at[s] : given.covering_at[s + 1]
                ].tolist()
            }
            chosen = np.isin(slots, open_now)
            share = 1.0 / np.maximum(given.seats[slots[chosen]], 1)
            rows = np.zeros(int(chosen.sum()), dtype=np.int64)
            add(rows, share, chosen, np.array([len(there)]))
