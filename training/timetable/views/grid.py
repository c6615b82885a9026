"""A day's rooms beside each other in a table, each slot at its time.

A row is a step of a quarter of an hour; of five minutes, if a slot begins or ends off
the quarter. A cell spans as many rows as its slot or the gap before it lasts; gaps
end with the hour, so that each hour has its line.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from spark import clock
from training.studio.models import LiveRoom, Slot

QUARTER, FINE, HOUR = 15, 5, 60  # minutes


@dataclass(frozen=True)
class Cell:
    """A slot with its places, or a gap."""

    rows: int
    slot: Slot | None = None
    places: Sequence[Any] = ()


@dataclass
class Row:
    """A step; the first of each hour says which.

    Args:
        free: in an hour without a slot in any room.
    """

    free: bool
    hour: datetime | None = None
    cells: list[Cell] = field(default_factory=list)


@dataclass
class Grid:
    """Rooms as columns, steps as rows; `in_hour` of them make an hour."""

    rooms: list[LiveRoom]
    rows: list[Row]
    in_hour: int


def grid(rooms: Sequence[tuple[LiveRoom, list[tuple[Slot, list[Any]]]]]) -> Grid | None:
    """From each room's slots by time; None where there are none."""
    slots = [slot for _, own in rooms for slot, _ in own]
    if not slots:
        return None
    first = _hour(min(slot.during.lower for slot in slots))
    last = max(slot.during.upper for slot in slots)
    step = _step(slots)
    in_hour = HOUR // step
    hours = -((first - last) // timedelta(hours=1))  # rounded up
    rows: list[Row] = []
    for hour in (first + timedelta(hours=number) for number in range(hours)):
        after = hour + timedelta(hours=1)
        free = not any(s.during.lower < after and s.during.upper > hour for s in slots)
        rows += [Row(free, hour), *(Row(free) for _ in range(in_hour - 1))]
    for _, own in rooms:
        for at, cell in _column(own, first, step, len(rows)):
            rows[at].cells.append(cell)
    return Grid([room for room, _ in rooms], rows, in_hour)


def _column(
    own: list[tuple[Slot, list[Any]]], first: datetime, step: int, rows: int
) -> Iterator[tuple[int, Cell]]:
    """A room's cells, and at which row each begins."""
    at, in_hour = 0, HOUR // step
    for slot, places in own:
        begins = max(at, _minutes(slot.during.lower - first) // step)
        ends = max(begins + 1, -(-_minutes(slot.during.upper - first) // step))
        yield from _gaps(at, begins, in_hour)
        yield begins, Cell(ends - begins, slot, places)
        at = ends
    yield from _gaps(at, rows, in_hour)


def _gaps(begins: int, ends: int, in_hour: int) -> Iterator[tuple[int, Cell]]:
    while begins < ends:
        until = min(ends, begins - begins % in_hour + in_hour)
        yield begins, Cell(until - begins)
        begins = until


def _step(slots: Sequence[Slot]) -> int:
    ends = {end for s in slots for end in (s.during.lower, s.during.upper)}
    return QUARTER if all(end.minute % QUARTER == 0 for end in ends) else FINE


def _hour(moment: datetime) -> datetime:
    return clock.local(moment).replace(minute=0, second=0, microsecond=0)


def _minutes(length: timedelta) -> int:
    return length // timedelta(minutes=1)
