"""Results as arrays: who, where, under which judges, and the sums a fit is made of.

A trial has up to two measures: log sales, and the mean of its judges' scores. All
trials with the same measures and number of judges have the same residual covariance, so
their cross products are summed once, and a fit only weighs these sums.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from training.standings.ranking.results import Result

if TYPE_CHECKING:
    from training.standings.ranking.likelihood import Fit

Array = np.ndarray
SALES, SCORES = "sales", "scores"
ROOM, HOURS, JUDGE = "room", "hours", "judge"


@dataclass(frozen=True)
class Group:
    """Trials alike: whether sales count, how many judges; sums over them.

    Args:
        measures: which are there, 0 sales and 1 the mean score.
        count: of trials, by candidate.
        own: by measure and candidate, the sum of the rows.
        products: by two measures, the cross products of their rows.
    """

    measures: tuple[int, ...]
    judges: int
    count: Array
    own: Array
    products: Array


@dataclass(frozen=True)
class Alike:
    """Candidates with equally many trials in each group.

    What a fit knows of them beforehand is the same, so their cross products are summed.

    Args:
        counts: of trials, by kind of candidate and group.
        people: how many, by kind.
        kind: of each candidate.
        products: by kind, two strands, two columns; a strand is a group's measure.
    """

    counts: Array
    people: Array
    kind: Array
    products: Array


@dataclass(frozen=True)
class Design:
    """The columns: what is fixed, rooms, hours and judges, then what was measured.

    Args:
        kinds: of each column but the last, "" if it is fixed.
        deviations: cross products of scores less their trial's mean, and how many of
            these are free.
    """

    candidates: tuple[str, ...]
    names: tuple[str, ...]
    kinds: tuple[str, ...]
    groups: tuple[Group, ...]
    alike: Alike
    deviations: tuple[Array, int]

    @cached_property
    def random(self) -> dict[str, Array]:
        """The columns of each random effect."""
        kinds = np.array(self.kinds, dtype=str)
        return {kind: np.flatnonzero(kinds == kind) for kind in set(self.kinds) - {""}}


class Measured:
    """Results with their measures: log sales, viewers and means of scores."""

    def __init__(self, results: Sequence[Result]) -> None:
        self.results = results
        self.candidates = tuple(sorted({result.candidate for result in results}))
        place = {candidate: n for n, candidate in enumerate(self.candidates)}
        self.who = np.array([place[result.candidate] for result in results])
        self.sales = np.log([result.gmv_fen / 100 + 1 for result in results])
        self.columns = _covariates(results)
        self.judges = np.array([len(result.scores) for result in results])
        score = [np.mean([s for _, s in r.scores]) if r.scores else 0 for r in results]
        self.score = np.array(score, dtype=float)

    def design(self, sales: Array | None, scores: bool) -> Design:
        """Of the sales given, if any, of the scores, or of both."""
        heads, rows = self._rows(sales is not None, scores)
        outcome = np.zeros((2, len(self.results)))
        if sales is not None:
            outcome[0] = sales
        if scores:
            outcome[1] = self.score
        rows = np.concatenate([rows, outcome[:, :, None]], axis=2)
        judges = self.judges if scores else np.zeros_like(self.judges)
        groups = tuple(
            self._group(rows, judges == count, sales is not None, count)
            for count in np.unique(judges).tolist()
            if sales is not None or count
        )
        names, kinds = zip(*heads, strict=True)
        width = rows.shape[2]
        spread = self._deviations(heads) if scores else (np.zeros((width, width)), 0)
        return Design(self.candidates, names, kinds, groups, _alike(groups), spread)

    def expected(self, fit: "Fit") -> Array:
        """Log sales of each trial by a fit of sales alone."""
        rows = self._rows(sales=True, scores=False)[1][0]
        return rows @ fit.effects + fit.sells[self.who]

    def of_slots(self, effects: Array) -> Array:
        """Log sales that the average candidate would have made in each trial.

        Args:
            effects: of a fit of sales, and of scores where there are any.
        """
        return self._rows(sales=True, scores=bool(self.judges.any()))[1][0] @ effects

    def _rows(self, sales: bool, scores: bool) -> tuple[list[tuple[str, str]], Array]:
        """Name and kind of each column; by measure and trial, its row."""
        heads, columns = [], []
        empty = np.zeros(len(self.results))
        if sales:
            for name, column in self.columns.items():
                heads.append((name, ""))
                columns.append((column, empty))
            for kind, of in (
                (ROOM, [result.room for result in self.results]),
                (HOURS, [f"{result.band:02}:00" for result in self.results]),
            ):
                for level, column in _indicators(of):
                    heads.append((level, kind))
                    columns.append((column, empty))
        if scores:
            heads.append(("score", ""))
            columns.append((empty, (self.judges > 0).astype(float)))
            for judge, column in self._shares():
                heads.append((judge, JUDGE))
                columns.append((empty, column))
        return heads, np.array(columns).transpose(1, 2, 0)

    def _shares(self) -> Iterable[tuple[str, Array]]:
        """By judge, her share in each trial's mean; nothing where there is but one."""
        names = sorted({judge for result in self.results for judge, _ in result.scores})
        if len(names) < 2:
            return
        found = {judge: np.zeros(len(self.results)) for judge in names}
        for n, result in enumerate(self.results):
            for judge, _score in result.scores:
                found[judge][n] += 1 / len(result.scores)
        yield from found.items()

    def _group(self, rows: Array, inside: Array, sales: bool, judges: int) -> Group:
        measures = tuple(n for n, there in enumerate((sales, judges)) if there)
        people = len(self.candidates)
        rows, who = rows[:, inside][list(measures)], self.who[inside]
        own = np.zeros((len(measures), people, rows.shape[2]))
        for sums, one in zip(own, rows, strict=True):
            np.add.at(sums, who, one)
        products = np.array([[one.T @ other for other in rows] for one in rows])
        count = np.bincount(who, minlength=people)
        return Group(measures, judges, count, own, products)

    def _deviations(self, heads: Sequence[tuple[str, str]]) -> tuple[Array, int]:
        column = {name: n for n, (name, kind) in enumerate(heads) if kind == JUDGE}
        width, free = len(heads) + 1, 0
        found = np.zeros((width, width))
        by_judges: dict[tuple[str, ...], list[list[float]]] = defaultdict(list)
        for result in self.results:
            if len(result.scores) > 1:
                names, scores = zip(*result.scores, strict=True)
                by_judges[names].append(list(scores))
        for names, scored in by_judges.items():
            rows = np.zeros((len(scored), len(names), width))
            for place, name in enumerate(names):
                if name in column:
                    rows[:, place, column[name]] = 1
            rows[:, :, -1] = scored
            rows -= rows.mean(axis=1, keepdims=True)
            found += np.einsum("ijk,ijl->kl", rows, rows)
            free += len(scored) * (len(names) - 1)
        return found, free


def _covariates(results: Sequence[Result]) -> dict[str, Array]:
    """What is fixed, without what is the same for all or follows from the others."""
    given = {"sales": np.ones(len(results))}
    given["viewers"] = np.log([max(result.viewers, 1) for result in results])
    for name in sorted({name for result in results for name in result.also}):
        given[name] = np.array([result.also.get(name, 0) for result in results], float)
    kept: dict[str, Array] = {}
    for name, column in given.items():
        column = column - column.mean() if kept else column
        if kept:
            others = np.array(list(kept.values())).T
            left = column - others @ np.linalg.lstsq(others, column, rcond=None)[0]
            if np.abs(left).max() < 1e-6 * max(np.abs(given[name]).max(), 1):
                continue
        kept[name] = column
    return kept


def _indicators(of: Sequence[str]) -> Iterable[tuple[str, Array]]:
    levels, place = np.unique(np.array(of, dtype=str), return_inverse=True)
    if len(levels) > 1:
        for n, level in enumerate(levels.tolist()):
            yield level, (place == n).astype(float)


def _alike(groups: Sequence[Group]) -> Alike:
    table = np.array([group.count for group in groups]).T
    counts, kind, people = np.unique(
        table, axis=0, return_inverse=True, return_counts=True
    )
    kind = kind.reshape(-1)
    strands = np.concatenate([group.own for group in groups])
    products = [
        np.einsum("acp,bcq->abpq", own, own, optimize=True)
        for own in (strands[:, kind == n] for n in range(len(counts)))
    ]
    return Alike(counts, people, kind, np.array(products))
