"""What lies near a time, found without looking at all there is."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Generic, NamedTuple, TypeVar

P = TypeVar("P")


class Timed(NamedTuple, Generic[P]):
    """A place with the time it is taken, which a trial keeps for itself."""

    starts: datetime
    ends: datetime
    place: P


class Times(Generic[P]):
    """Places by when they begin; asking costs as much as there is near, not in all."""

    def __init__(self, rows: Iterable[Timed[P]] = ()) -> None:
        self._rows = sorted(rows, key=lambda row: row[:2])
        self._starts = [row.starts for row in self._rows]
        lengths = (row.ends - row.starts for row in self._rows)
        self._longest = max(lengths, default=timedelta())

    def near(self, begins: datetime, ends: datetime) -> list[Timed[P]]:
        """Those that are on at any time between the two, earliest first."""
        first = bisect_right(self._starts, begins - self._longest)
        after = bisect_left(self._starts, ends)
        return [row for row in self._rows[first:after] if row.ends > begins]


def by_key(pairs: Iterable[tuple[int, Timed[P]]]) -> Mapping[int, Times[P]]:
    rows: dict[int, list[Timed[P]]] = defaultdict(list)
    for key, row in pairs:
        rows[key].append(row)
    return {key: Times(own) for key, own in rows.items()}
