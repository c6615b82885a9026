"""Who reviews whom: an even share of what there is to those who may have it.

A flow from screenings to reviewers whose next review costs as much as they have by
then, solved whole: no other share has a smaller sum of squares of what they have, so
that none can be made more even (Harvey, Ladner, Lovász, Tamir, "Semi-matchings for
bipartite graphs and load balancing", 2003). Where everybody may have everything, loads
differ by at most one.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, repeat

import numpy as np


@dataclass(frozen=True)
class Job:
    """A screening that needs some more reviewers, of those who may have it."""

    key: int
    need: int
    able: frozenset[int]


@dataclass(frozen=True)
class _Group:
    """Jobs alike: each needs so many reviewers of the same ones."""

    keys: Sequence[int]
    need: int
    able: Sequence[int]


def shared(jobs: Iterable[Job], loads: Mapping[int, int]) -> dict[int, list[int]]:
    """The reviewers of each job, different ones; fewer than it needs if few may.

    Args:
        loads: what each reviewer has already.
    """
    groups = _groups(jobs)
    numbers = _numbers(groups, loads)
    given: dict[int, list[int]] = {}
    for group, many in zip(groups, numbers, strict=True):
        given |= _dealt(group, many)
    return given


def _groups(jobs: Iterable[Job]) -> list[_Group]:
    alike: dict[tuple[int, frozenset[int]], list[int]] = defaultdict(list)
    for job in jobs:
        alike[min(job.need, len(job.able)), job.able].append(job.key)
    return [
        _Group(sorted(keys), need, sorted(able)) for (need, able), keys in alike.items()
    ]


def _numbers(
    groups: Sequence[_Group], loads: Mapping[int, int]
) -> list[dict[int, int]]:
    """How many jobs of each group each reviewer is given."""
    from scipy.optimize import linprog  # noqa: PLC0415 -- slow import
    from scipy.sparse import coo_array  # noqa: PLC0415

    pairs = [(g, one) for g, group in enumerate(groups) for one in group.able]
    if not pairs:
        return [{} for _group in groups]
    steps = _steps(groups, loads)
    rows = {
        one: len(groups) + row
        for row, one in enumerate(dict.fromkeys(w for _, w in pairs))
    }
    x, y = len(pairs), len(steps)
    entries = chain(
        ((g, column, 1) for column, (g, _one) in enumerate(pairs)),
        ((rows[one], column, 1) for column, (_g, one) in enumerate(pairs)),
        ((rows[one], x + column, -1) for column, (one, _load) in enumerate(steps)),
    )
    row, column, value = zip(*entries, strict=True)
    found = linprog(
        [0] * x + [load for _one, load in steps],
        A_eq=coo_array((value, (row, column)), shape=(len(groups) + len(rows), x + y)),
        b_eq=[group.need * len(group.keys) for group in groups] + [0] * len(rows),
        bounds=[(0, len(groups[g].keys)) for g, _one in pairs] + [(0, 1)] * y,
        method="highs-ds",  # whose corners are whole numbers here
    )
    numbers: list[dict[int, int]] = [{} for _group in groups]
    for (g, one), many in zip(pairs, np.rint(found.x[:x]).astype(int), strict=True):
        numbers[g][one] = int(many)
    return numbers


def _steps(groups: Sequence[_Group], loads: Mapping[int, int]) -> list[tuple[int, int]]:
    """Each reviewer with each load from which one more may be given.

    Nobody needs more than the fullest has where all is given in turn to the emptiest.
    """
    now = {one: loads.get(one, 0) for group in groups for one in group.able}
    by_turns = dict(now)
    for group in groups:
        for _key in group.keys:
            for one in sorted(group.able, key=by_turns.__getitem__)[: group.need]:
                by_turns[one] += 1
    most = max(by_turns.values())
    return [(one, load) for one, had in now.items() for load in range(had, most)]


def _dealt(group: _Group, many: Mapping[int, int]) -> dict[int, list[int]]:
    """Nobody twice to one job: each has a run of places no longer than there are."""
    line = list(
        chain.from_iterable(repeat(one, many.get(one, 0)) for one in group.able)
    )
    size = len(group.keys)
    return {key: line[place::size] for place, key in enumerate(group.keys)}
