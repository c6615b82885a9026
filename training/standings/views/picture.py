"""Who was where: people across, rooms or hours down, so that gaps are seen."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from training.standings.models import Place
from training.standings.ranking.connection import Component, by_hours, by_rooms
from training.standings.ranking.results import Result
from training.standings.views.lines import hours_named

STEP, HIGH, GAP = 6, 16, 8  # of a cell, and between groups


@dataclass(frozen=True)
class Row:
    """A room or hour: how many people were there in how many trials, and its group."""

    name: Any
    people: int
    trials: int
    group: int
    top: int
    cells: tuple[int, ...]

    @property
    def middle(self) -> int:
        return self.top + HIGH - 4


@dataclass(frozen=True)
class Picture:
    """A cell is a person in a place; between groups nobody links them is a gap."""

    rows: tuple[Row, ...]
    groups: int
    width: int
    height: int


def pictures(
    places: Sequence[Place], rooms: Mapping[int, Any]
) -> tuple[Picture, Picture]:
    """By room and by hours."""
    results = [
        _slot(str(place.candidate_id), row) for place in places for row in place.counted
    ]
    in_rooms = {str(key): room for key, room in rooms.items()}
    hours = {f"{one.band:02}:00" for one in results}
    return (
        _drawn(results, by_rooms(results), in_rooms, lambda one: one.room),
        _drawn(
            results,
            by_hours(results),
            {hour: hours_named(hour) for hour in hours},
            lambda one: f"{one.band:02}:00",
        ),
    )


def _slot(candidate: str, row: Mapping[str, Any]) -> Result:
    room, band = str(row["room"]), row["band"]
    return Result(str(row["trial"]), candidate, room, band, 0, 0)


def _drawn(
    results: Iterable[Result],
    groups: Sequence[Component],
    names: Mapping[str, Any],
    place_of: Any,
) -> Picture:
    there: dict[str, Counter[str]] = defaultdict(Counter)
    for one in results:
        there[place_of(one)][one.candidate] += 1
    left: dict[str, int] = {}
    rows, across, top = [], 0, 0
    for number, group in enumerate(groups, 1):
        for candidate in group.candidates:
            left[candidate] = across
            across += STEP
        for key in group.places:
            own = there[key]
            cells = tuple(sorted(left[candidate] for candidate in own))
            name = names.get(key, key)
            rows.append(Row(name, len(own), own.total(), number, top, cells))
            top += HIGH
        across, top = across + GAP, top + GAP
    return Picture(tuple(rows), len(groups), max(across - GAP, 1), max(top - GAP, 1))
