"""What the office does to live rooms: hours, programme, blocked times, slots."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext_lazy as _

from spark import clock
from spark.accounts.verbs import verb
from spark.errors import Refused
from spark.office import holidays
from training.studio.access import LIVE_ROOMS, OFFICE
from training.studio.actions.audience import expected_of
from training.studio.models import Blocking, LiveRoom, Programme, Slot
from training.studio.queries import unused_slots
from training.studio.queries.grid import Closed, Span, grid, overlap, span_of

MOST_DAYS = 92  # slots are opened for, at once


@dataclass
class Opened:
    """What opening slots did.

    Args:
        standing: of the grid, taken by slots that are there already.
        closed: of the grid, over programme or blocked times.
        borrowed: rooms whose expected viewers are those of others of their category.
        years_unknown: of the slots, for which no holidays are on file.
    """

    slots: int = 0
    standing: int = 0
    closed: int = 0
    borrowed: list[LiveRoom] = field(default_factory=list)
    years_unknown: list[int] = field(default_factory=list)


@verb(LIVE_ROOMS, roles=OFFICE, label=_("Slots opened"), internal=True)
def open_slots(
    rooms: Sequence[LiveRoom], *, first_day: date, last_day: date, at: datetime
) -> Opened:
    """Open the slots of the rooms' grids in those days, as far as they are to come.

    What is open already stays; so doing it twice does nothing. Programme and blocked
    times are left out. Expected viewers come from the audience. If holidays of a year
    are not on file, the office is asked for them.

    Raises:
        Refused: rooms-missing, days-turned, days-too-many, audience-missing.
    """
    _check_days(rooms, first_day, last_day)
    expected = expected_of(rooms)
    ends = clock.midnight(last_day + timedelta(days=2))
    closed = Closed.between(rooms, clock.midnight(first_day), ends)
    taken = _taken(rooms, clock.midnight(first_day), ends)
    opened = Opened(borrowed=expected.borrowed)
    slots: list[Slot] = []
    for room in rooms:
        for span in grid(room, first_day, last_day):
            if span[0] <= at or closed.holds(room.pk, span):
                opened.closed += span[0] > at
            elif any(overlap(span, other) for other in taken[room.pk, _day(span)]):
                opened.standing += 1
            else:
                during = DateTimeTZRange(*span)
                viewers = expected.viewers(room.pk, span)
                slots.append(Slot(room=room, during=during, expected_viewers=viewers))
    Slot.objects.bulk_create(slots, batch_size=2000)
    opened.slots = len(slots)
    days = {clock.day(moment) for slot in slots for moment in span_of(slot)}
    opened.years_unknown = holidays.ask_for(days, at=at)
    return opened


def _check_days(rooms: Sequence[LiveRoom], first: date, last: date) -> None:
    if not rooms:
        raise Refused("rooms-missing", status=422)
    if last < first:
        raise Refused("days-turned", status=422)
    if (last - first).days >= MOST_DAYS:
        raise Refused("days-too-many", status=422, limit=MOST_DAYS)


def _day(span: Span) -> date:
    return clock.day(span[0])


def _taken(
    rooms: Sequence[LiveRoom], begins: datetime, ends: datetime
) -> dict[tuple[int, date], list[Span]]:
    """The rooms' slots under each day they touch, and the day before."""
    taken: dict[tuple[int, date], list[Span]] = defaultdict(list)
    rows = Slot.objects.filter(room__in=rooms, during__overlap=(begins, ends))
    for slot in rows:
        span = span_of(slot)
        for days in (-1, 0, 1):
            taken[slot.room_id, _day(span) + timedelta(days=days)].append(span)
    return taken


@verb(LIVE_ROOMS, roles=OFFICE, label=_("Room changed"), many=False, internal=True)
def change_room(room: LiveRoom, *, at: datetime, **hours) -> int:
    """Change a room's hours, its grid, or the day from which it is closed for good.

    Slots that stand stay as they are; those without anybody from that day on go.

    Args:
        hours: `opens_at`, `closes_at`, `slot_minutes`, `gap_minutes`, `closed_from`.

    Returns:
        How many slots went.
    """
    for name, value in hours.items():
        setattr(room, name, value)
    room.save(update_fields=list(hours))
    return _sweep(room, at)


@verb(LIVE_ROOMS, roles=OFFICE, label=_("Programme added"), many=False, internal=True)
def add_programme(
    room: LiveRoom,
    *,
    weekdays: Iterable[int],
    starts_at: time,
    ends_at: time,
    title: str = "",
    at: datetime,
) -> int:
    """Note the room's own programme on some weekdays; slots to come without anybody
    go.

    Returns:
        How many slots went.

    Raises:
        Refused: programme-there.
    """
    days = list(weekdays)
    if room.programmes.filter(weekday__in=days, starts_at=starts_at).exists():
        raise Refused("programme-there", starts=starts_at)
    Programme.objects.bulk_create(
        Programme(
            room=room, weekday=day, starts_at=starts_at, ends_at=ends_at, title=title
        )
        for day in days
    )
    return _sweep(room, at)


@verb(LIVE_ROOMS, roles=OFFICE, label=_("Programme removed"), many=False, internal=True)
def remove_programme(room: LiveRoom, *, programme_id: int) -> None:
    """Take programme off a room's week; gone already is as good."""
    room.programmes.filter(pk=programme_id).delete()


@verb(LIVE_ROOMS, roles=OFFICE, label=_("Rooms blocked"), internal=True)
def block_rooms(
    rooms: Sequence[LiveRoom],
    *,
    starts: datetime,
    ends: datetime,
    why: str = "",
    at: datetime,
) -> int:
    """Close rooms for a time. Slots in it without anybody go; those with trials or
    entries stay, and no plan can be published until it moves them.

    Returns:
        How many slots went.
    """
    during = DateTimeTZRange(starts, ends)
    Blocking.objects.bulk_create(
        Blocking(room=room, during=during, reason=why) for room in rooms
    )
    return sum(_sweep(room, at) for room in rooms)


@verb(LIVE_ROOMS, roles=OFFICE, label=_("Room open again"), many=False, internal=True)
def unblock_room(room: LiveRoom, *, blocking_id: int) -> None:
    """Forget a blocked time; its slots are opened anew. Gone already is as good."""
    room.blockings.filter(pk=blocking_id).delete()


def _sweep(room: LiveRoom, at: datetime) -> int:
    """Delete the room's slots to come without anybody that it can't have now."""
    slots = list(unused_slots([room], at))
    if not slots:
        return 0
    spans = [span_of(slot) for slot in slots]
    closed = Closed.between(
        [room], min(span[0] for span in spans), max(span[1] for span in spans)
    )
    gone = [slot.pk for slot in slots if closed.holds(room.pk, span_of(slot))]
    Slot.objects.filter(pk__in=gone).delete()
    return len(gone)
