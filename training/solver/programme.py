"""A round of a timetable as a mixed-integer programme, only to compute bounds.

Constraints are pairs (matrix, right sides) of `matrix @ variables <= right sides`. The
variables are the pairs of unit and slot that could still be chosen and, if exact, the
pairs of slot and mentor.
"""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from scipy import optimize, sparse

from training.solver.alone import Alone
from training.solver.compiling import Array, Compiled
from training.solver.placing import NOBODY
from training.solver.problem import DAY, WEEKDAYS

REST_EVERY = 240  # minutes between two moments that are looked at, if not exact
TOLERANCE = 1e-6
BRANCHING = 3.0  # seconds at most for whole seats: most is proved soon, or never


class Programme:
    """One variable for each pair that could still be chosen, between 0 and 1.

    Args:
        own: indices of the round's units; one of them at least could have more slots.
        exact: seats are whole, rest holds at every moment, and mentors are variables
            too, one for each slot they could look after.
        seconds: for each of the two questions.
    """

    def __init__(
        self,
        problem: Compiled,
        alone: Alone,
        own: Array,
        *,
        exact: bool,
        seconds: float,
    ) -> None:
        self.problem, self.board, self.own = problem, alone.board, own
        self.exact, self.seconds = exact, seconds
        spans = [
            slice(self.board.pair_at[u], self.board.pair_at[u + 1])
            for u in own.tolist()
        ]
        chosen = [self.board.pairs[span][alone.open[span]] for span in spans]
        self.slot = np.concatenate(chosen)
        self.owner = np.repeat(np.arange(len(own)), [len(pairs) for pairs in chosen])
        self.given = self.board.units[own]
        self.staffed = list(self._staffed()) if exact else []
        self.limits, self.upper = self._limits()

    def _staffed(self) -> Iterator[tuple[int, int]]:
        """(slot, mentor) for all who could look after a slot of the round."""
        settled = np.flatnonzero(self.board.settled)
        for s in np.union1d(self.slot, settled).tolist():
            span = slice(self.board.covering_at[s], self.board.covering_at[s + 1])
            able = set(self.board.covering[span].tolist())
            if self.board.settled[s]:
                able |= {int(self.board.slots["mentor"][s])} - {NOBODY}
            yield from ((s, mentor) for mentor in sorted(able))

    def most(self) -> float | None:
        """An upper bound of the round's slots; None if none is found in time."""
        cost = np.zeros(self.limits.shape[1])
        cost[: len(self.slot)] = -1
        least = self._solved(cost, np.ones(len(cost)), [])
        return None if least is None else float(self.given["count"].sum()) - least

    def fairest(self, mean: float, got: float) -> float | None:
        """A lower bound of the sum of absolute deviations, in viewers.

        It holds for plans with that mean traffic and at least `got` slots. One variable
        more for each unit is how far its traffic is below the mean; the deviations
        above the mean sum up to the same, hence a cost of 2.
        """
        people, columns = len(self.own), self.limits.shape[1]
        viewers = self.board.slots["viewers"][self.slot].astype(float)
        at = np.arange(len(self.slot))
        traffic = self._rows(self.owner, at, viewers, people)
        totals = sparse.vstack(
            [
                self._rows(0 * at, at, np.ones(len(at)), 1),
                self._rows(0 * at, at, viewers, 1),
            ]
        )
        short = sparse.eye_array(people)
        none = sparse.csr_array((2, people))
        held = self.given["traffic"].astype(float)
        left = mean * people - held.sum()
        return self._solved(
            np.concatenate([np.zeros(columns), np.full(people, 2.0)]),
            np.concatenate([np.ones(columns), np.full(people, np.inf)]),
            [
                optimize.LinearConstraint(
                    sparse.hstack([traffic, short]), lb=mean - held
                ),
                optimize.LinearConstraint(
                    sparse.hstack([totals, none]),
                    lb=[got - self.given["count"].sum(), left - TOLERANCE],
                    ub=[np.inf, left + TOLERANCE],
                ),
            ],
        )

    def _solved(self, cost: Array, upper: Array, also: list[Any]) -> float | None:
        """The least the cost can be: proved with whole seats, else with split ones.

        None if neither is proved in time.

        Args:
            also: constraints beside `limits`, on as many variables as `cost` has.
        """
        more = len(cost) - self.limits.shape[1]
        limits = sparse.hstack([self.limits, sparse.csr_array((len(self.upper), more))])
        held = [optimize.LinearConstraint(limits, ub=self.upper), *also]
        for is_whole in (True, False) if self.exact else (False,):
            whole = np.zeros(len(cost))
            whole[: len(self.slot)] = is_whole
            seconds = min(self.seconds, BRANCHING) if is_whole else self.seconds
            found = optimize.milp(
                cost,
                bounds=optimize.Bounds(0, upper),
                integrality=whole,
                constraints=held,
                options={"time_limit": seconds},
            )
            proved = found.get("mip_dual_bound") if is_whole else found.fun
            is_sure = is_whole or found.status == 0
            if is_sure and proved is not None and math.isfinite(proved):
                return float(proved)
        return None

    def _rows(self, rows: Array, columns: Array, values: Array, count: int) -> Any:
        width = len(self.slot) + len(self.staffed)
        return sparse.csr_array((values, (rows, columns)), shape=(count, width))

    def _limits(self) -> tuple[Any, Array]:
        """All constraints as one."""
        parts = [self._each(), self._seats(), self._rest(), self._worked(WEEKDAYS)]
        if self.exact:
            parts += [self._worked(1), self._open(), self._once(), self._mentors()]
        rows = sparse.vstack([part for part, _most in parts], format="csc")
        return rows, np.concatenate([most for _part, most in parts]).astype(float)

    def _each(self) -> tuple[Any, Array]:
        ones = np.ones(len(self.slot))
        left = np.maximum(self.given["each"] - self.given["count"], 0)
        columns = np.arange(len(self.slot))
        return self._rows(self.owner, columns, ones, len(left)), left

    def _seats(self) -> tuple[Any, Array]:
        left = self.board.slots["seats"] - self.board.slots["filled"]
        columns, ones = np.arange(len(self.slot)), np.ones(len(self.slot))
        return self._rows(self.slot, columns, ones, len(left)), np.maximum(left, 0)

    def _rest(self) -> tuple[Any, Array]:
        """One slot, with the rest after it, at a moment."""
        start, end = (self.board.slots[name][self.slot] for name in ("start", "end"))
        end = end + self.board.people["rest"][self.given["candidate"][self.owner]]
        if self.exact:
            moments = list(zip(self.owner.tolist(), start.tolist(), strict=True))
            rows = [
                np.flatnonzero((self.owner == u) & (start <= moment) & (moment < end))
                for u, moment in dict.fromkeys(moments)
            ]
            return self._ones(rows, np.ones(len(rows)))
        parts = []
        days = (self.given["first"].min(), self.given["last"].max() + 1)
        for moment in range(days[0] * DAY, days[1] * DAY, REST_EVERY):
            at = np.flatnonzero((start <= moment) & (moment < end))
            ones = np.ones(len(at))
            parts.append(self._rows(self.owner[at], at, ones, len(self.own)))
        return sparse.vstack(parts), np.ones(len(parts) * len(self.own))

    def _ones(self, rows: list[Array], most: Array) -> tuple[Any, Array]:
        columns = np.concatenate([np.zeros(0, dtype=np.int64), *rows])
        at = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
        return self._rows(at, columns, np.ones(len(columns)), len(rows)), most

    def _worked(self, days: int) -> tuple[Any, Array]:
        """Minutes of work in 7 days or 1, less those of lessons and what stays."""
        slots, who = self.board.slots[self.slot], self.given["candidate"]
        span = "week" if days == WEEKDAYS else "day"
        done = getattr(self.board, f"{span}_minutes")
        caps = self.board.people[f"{span}_cap"][who]
        early = slots["end"] - slots["start"] - slots["late"]
        late = np.flatnonzero(slots["late"])
        at = np.concatenate([np.arange(len(slots)), late])
        when = np.concatenate([slots["day"], slots["day"][late] + 1]) // days
        minutes = np.concatenate([early, slots["late"][late]]).astype(float)
        parts, sides = [], []
        for number in np.unique(when).tolist():
            own = np.flatnonzero(when == number)
            rows = self.owner[at[own]], at[own], minutes[own], len(who)
            parts.append(self._rows(*rows))
            sides.append(np.maximum(caps - done[who, number], 0))
        return sparse.vstack(parts), np.concatenate(sides)

    def _open(self) -> tuple[Any, Array]:
        """No seat without a mentor: seats taken, less seats looked after."""
        slots = self.board.slots
        mentor_at = len(self.slot) + np.arange(len(self.staffed))
        looked_after = np.array([s for s, _m in self.staffed], dtype=np.int64)
        rows = np.concatenate([self.slot, looked_after])
        seats = slots["seats"][looked_after].astype(float)
        values = np.concatenate([np.ones(len(self.slot)), -seats])
        columns = np.concatenate([np.arange(len(self.slot)), mentor_at])
        # What is on air already has its mentor, whoever it is.
        free = np.where(self.board.settled, slots["seats"], 0)
        return self._rows(rows, columns, values, len(slots)), free

    def _once(self) -> tuple[Any, Array]:
        """One mentor for a slot, and not less than one for what is on air already."""
        looked_after = np.array([s for s, _m in self.staffed], dtype=np.int64)
        columns = len(self.slot) + np.arange(len(looked_after))
        ones, count = np.ones(len(columns)), len(self.board.slots)
        at_most = self._rows(looked_after, columns, ones, count)
        booked = self.board.settled & (self.board.slots["mentor"] != NOBODY)
        kept = booked & np.isin(np.arange(count), looked_after)
        at_least = self._rows(looked_after, columns, -ones, count)
        sides = np.concatenate([np.ones(count), np.where(kept, -1, 0)])
        return sparse.vstack([at_most, at_least]), sides

    def _mentors(self) -> tuple[Any, Array]:
        """One slot at a moment for each mentor."""
        slots = self.board.slots
        of: dict[int, list[tuple[int, int]]] = {}
        for at, (s, mentor) in enumerate(self.staffed, start=len(self.slot)):
            of.setdefault(mentor, []).append((s, at))
        rows = [
            np.array(
                [at for s, at in own if slots["start"][s] <= moment < slots["end"][s]]
            )
            for own in of.values()
            for moment in sorted({int(slots["start"][s]) for s, _at in own})
        ]
        return self._ones(rows, np.ones(len(rows)))
