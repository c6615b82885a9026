"""The mixed model of two measures, with the candidates eliminated.

    log sales = fixed + room + hours + sells(candidate) + day(trial)
    score     = fixed + judge + pleases(candidate) + shine(trial) + error

All but what is fixed is normal. (sells, pleases) of a candidate go together with one
correlation, (day, shine) of a trial with another. Estimates of effects are BLUPs by
Henderson's equations (Biometrics 31, 1975; Robinson, Statistical Science 6, 1991); the
likelihood is the restricted one (Patterson and Thompson, Biometrika 58, 1971). Each
candidate's two effects meet only that candidate's rows, so they are eliminated first:
what is left to solve is as large as rooms, hours and judges together.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from training.standings.ranking.design import (
    HOURS,
    JUDGE,
    ROOM,
    Array,
    Design,
    Group,
)


@dataclass(frozen=True)
class Spread:
    """Standard deviations of all that is random, and two correlations."""

    sells: float = 1.0
    day: float = 1.0
    room: float = 1.0
    hours: float = 1.0
    pleases: float = 1.0
    shine: float = 1.0
    error: float = 1.0
    judge: float = 1.0
    together: float = 0.0  # of sells and pleases
    same_day: float = 0.0  # of day and shine

    @property
    def of_candidate(self) -> Array:
        both = self.together * self.sells * self.pleases
        return np.array([[self.sells**2, both], [both, self.pleases**2]])

    def of_trial(self, judges: int) -> Array:
        """Residual covariance of log sales and the mean score of so many judges."""
        both = self.same_day * self.day * self.shine
        score = self.shine**2 + self.error**2 / judges
        return np.array([[self.day**2, both], [both, score]])

    def of_effect(self, kind: str) -> float:
        return {ROOM: self.room, HOURS: self.hours, JUDGE: self.judge}[kind]


class Fit:
    """The model under a given spread."""

    def __init__(self, design: Design, spread: Spread) -> None:
        self.design, self.spread = design, spread
        found = [self._precision(group) for group in design.groups]
        self._weights = np.concatenate([precision for precision, _ in found], axis=1)
        self._log = design.deviations[1] * 2 * np.log(spread.error)
        left = design.deviations[0] / spread.error**2
        known = np.zeros((len(design.alike.counts), 2, 2))
        for group, counts, (precision, log) in zip(
            design.groups, design.alike.counts.T, found, strict=True
        ):
            among = precision[list(group.measures)]
            left = left + np.tensordot(among, group.products, axes=2)
            known[:, :, list(group.measures)] += counts[:, None, None] * precision
            self._log += group.count.sum() * log
        self.left = left - self._absorbed(known)
        for kind, columns in design.random.items():
            self.left[columns, columns] += spread.of_effect(kind) ** -2
            self._log += 2 * len(columns) * np.log(spread.of_effect(kind))

    def _precision(self, group: Group) -> tuple[Array, float]:
        """Of a trial's measures, as columns of both; log determinant of its inverse."""
        there = list(group.measures)
        covariance = self.spread.of_trial(max(group.judges, 1))[np.ix_(there, there)]
        precision = np.zeros((2, len(there)))
        precision[there] = np.linalg.inv(covariance)
        return precision, float(np.log(np.linalg.det(covariance)))

    def _absorbed(self, known: Array) -> Array:
        """What eliminating the candidates takes away.

        Sets `rest`, by kind of candidate: their covariance, were the effects known.
        """
        alike, covariance = self.design.alike, self.spread.of_candidate
        inner = np.eye(2) + known @ covariance
        # No less than 1; where a variance is next to nothing, rounding loses that.
        self._log += alike.people @ np.log(np.maximum(np.linalg.det(inner), 1))
        self.rest = covariance @ np.linalg.inv(inner)
        weights = self._weights.T @ self.rest @ self._weights
        return np.tensordot(weights, alike.products, axes=3)

    @cached_property
    def _root(self) -> Array:
        return np.linalg.cholesky(self.left[:-1, :-1])

    @property
    def likelihood(self) -> float:
        """The restricted log likelihood, but for a constant."""
        try:
            solved = np.linalg.solve(self._root, self.left[:-1, -1])
        except np.linalg.LinAlgError:
            return -np.inf
        misfit = self.left[-1, -1] - solved @ solved
        return float(-(self._log + 2 * np.log(np.diag(self._root)).sum() + misfit) / 2)

    @cached_property
    def effects(self) -> Array:
        """Of the columns: estimates of what is fixed, BLUPs of what is random."""
        return np.linalg.solve(self.left[:-1, :-1], self.left[:-1, -1])

    @property
    def variance(self) -> Array:
        """Of the effects' error."""
        return np.linalg.inv(self.left[:-1, :-1])

    @cached_property
    def _pull(self) -> Array:
        """How `sells` of each follows from the columns, the last being data."""
        ways = (self.rest @ self._weights)[:, 0][self.design.alike.kind]
        strands = np.concatenate([group.own for group in self.design.groups])
        return np.einsum("cs,scp->cp", ways, strands)

    def people(self, effects: Array) -> Array:
        """How much everybody sells if the effects are these, a column for each set."""
        return self._pull[:, -1:] - self._pull[:, :-1] @ effects

    @cached_property
    def sells(self) -> Array:
        """BLUPs, by candidate."""
        return self.people(self.effects[:, None])[:, 0]

    @property
    def _own(self) -> Array:
        """Variance of `sells`, were rooms, hours and judges known."""
        return self.rest[:, 0, 0][self.design.alike.kind]

    @cached_property
    def errors(self) -> tuple[Array, Array]:
        """Error variance of `sells`, and what it were with the effects known."""
        pull = self._pull[:, :-1]
        return self._own + ((pull @ self.variance) * pull).sum(axis=1), self._own

    def drawn(self, count: int, chance: np.random.Generator) -> Array:
        """How everybody may sell, by candidate and draw: draws of the posterior."""
        shape = len(self.effects), count
        noise = np.linalg.solve(self._root.T, chance.standard_normal(shape))
        expected = self.people(self.effects[:, None] + noise)
        own = np.sqrt(self._own)[:, None]
        return expected + own * chance.standard_normal(expected.shape)
