"""When rooms may have slots: their grid, less their own programme and blocked times."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from spark import clock
from training.studio.models import Blocking, LiveRoom, Programme, Slot

Span = tuple[datetime, datetime]


def overlap(span: Span, other: Span) -> bool:
    return span[0] < other[1] and other[0] < span[1]


def span_of(slot: Slot) -> Span:
    return slot.during.lower, slot.during.upper


def grid(room: LiveRoom, first: date, last: date) -> Iterator[Span]:
    """The spans of slots in the on-air hours of each day, with the room's gap between.

    The last of a day may end on the next.
    """
    length = timedelta(minutes=room.slot_minutes)
    step = length + timedelta(minutes=room.gap_minutes)
    for number in range((last - first).days + 1):
        begins, closes = room.on_air(first + timedelta(days=number))
        while begins + length <= closes:
            yield begins, begins + length
            begins += step


@dataclass(frozen=True)
class Closed:
    """When rooms are blocked, have their own programme or are closed for good.

    Args:
        spans: by room.
        for_good: by room, from when.
    """

    spans: Mapping[int, list[Span]]
    for_good: Mapping[int, datetime] = field(default_factory=dict)

    @classmethod
    def between(
        cls, rooms: Iterable[LiveRoom], begins: datetime, ends: datetime
    ) -> "Closed":
        known = {room.pk: room for room in rooms}
        spans: dict[int, list[Span]] = defaultdict(list)
        blocked = Blocking.objects.filter(
            room__in=known, during__overlap=(begins, ends)
        )
        for blocking in blocked:
            spans[blocking.room_id].append(
                (blocking.during.lower, blocking.during.upper)
            )
        for programme in Programme.objects.filter(room__in=known):
            spans[programme.room_id] += occurrences(programme, begins, ends)
        closed = {
            pk: clock.midnight(room.closed_from)
            for pk, room in known.items()
            if room.closed_from
        }
        return cls(dict(spans), closed)

    def holds(self, room_id: int, span: Span) -> bool:
        """Is the room closed at any time in the span?"""
        for_good = self.for_good.get(room_id)
        if for_good is not None and span[1] > for_good:
            return True
        return any(overlap(closed, span) for closed in self.spans.get(room_id, ()))


def occurrences(
    programme: Programme, begins: datetime, ends: datetime
) -> Iterator[Span]:
    """The spans in which the weekly programme is on between two moments."""
    first = clock.day(begins)
    day = first + timedelta(days=(programme.weekday - first.weekday()) % 7)
    while clock.midnight(day) < ends:
        yield clock.span(day, programme.starts_at, programme.ends_at)
        day += timedelta(days=7)
