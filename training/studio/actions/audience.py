"""How many viewers rooms have by hour and weekday: entered, or estimated."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import fmean

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from spark import clock
from spark.accounts.verbs import verb
from spark.errors import Refused
from training.studio.access import LIVE_ROOMS, OFFICE
from training.studio.models import Audience, LiveRoom, Slot
from training.studio.queries import unused_slots
from training.studio.queries.grid import Span, span_of

Hour = tuple[int, int]  # weekday, hour of the day
SHARED = {1: 1.0, 2: 0.6}  # what one host sees of the viewers: two share them
FEW_HOURS = 4.0  # an estimate weighs as much as so many hours on air
# How the viewers of a day lie over its hours, and of a week over its days, until
# results say otherwise. Only the proportions count.
OF_DAY = (
    *(0.55, 0.35, 0.22, 0.16, 0.16, 0.25, 0.45, 0.65, 0.8, 0.9, 1.0, 1.15),
    *(1.25, 1.05, 0.95, 0.95, 1.0, 1.05, 1.25, 1.65, 1.9, 1.85, 1.45, 0.95),
)
OF_WEEK = (0.95, 0.95, 0.95, 0.98, 1.07, 1.1, 1.0)


def hours_of(span: Span) -> Iterator[tuple[Hour, float]]:
    """The hours of the week that the span touches, and what part of each."""
    now, end = (clock.local(moment) for moment in span)
    while now < end:
        whole = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        until = min(whole, end)
        yield (now.weekday(), now.hour), (until - now).total_seconds() / 3600
        now = until


@dataclass
class Expected:
    """Expected viewers of rooms' slots, from what is known of their audience.

    Args:
        borrowed: rooms with no audience of their own: the mean of those of their
            category stands in.
        unknown: rooms for which there is nothing to go by.
    """

    hours: dict[int, dict[Hour, float]]
    seats: Mapping[int, int]
    borrowed: list[LiveRoom] = field(default_factory=list)
    unknown: list[LiveRoom] = field(default_factory=list)

    @classmethod
    def of(cls, rooms: Iterable[LiveRoom]) -> "Expected":
        wanted = {room.pk: room for room in rooms}
        categories = {room.category_id for room in wanted.values()}
        kin: dict[int | None, dict[Hour, list[int]]] = {
            key: defaultdict(list) for key in categories
        }
        own: dict[int, dict[Hour, float]] = defaultdict(dict)
        rows = Audience.objects.values_list(
            "room", "room__category", "weekday", "hour", "viewers"
        )
        for pk, category, weekday, hour, viewers in rows:
            if pk in wanted:
                own[pk][weekday, hour] = viewers
            if category in kin:
                kin[category][weekday, hour].append(viewers)
        seats = LiveRoom.objects.filter(pk__in=wanted).annotate(n=Count("seats"))
        found = cls(own, dict(seats.values_list("pk", "n")))
        for room in wanted.values():
            if room.pk not in own:
                found._borrow(room, kin[room.category_id])
        return found

    def _borrow(self, room: LiveRoom, kin: Mapping[Hour, list[int]]) -> None:
        if kin:
            self.hours[room.pk] = {hour: fmean(rows) for hour, rows in kin.items()}
            self.borrowed.append(room)
        else:
            self.unknown.append(room)

    def viewers(self, room_id: int, span: Span) -> int:
        """For each host, minute by minute; an hour that is unknown counts as the
        room's mean."""
        known = self.hours[room_id]
        mean = fmean(known.values())
        seen = sum(known.get(hour, mean) * part for hour, part in hours_of(span))
        return round(seen * SHARED[self.seats.get(room_id) or 1])


def expected_of(rooms: Iterable[LiveRoom]) -> Expected:
    """Raises Refused: audience-missing, if nothing is known of one of the rooms."""
    expected = Expected.of(rooms)
    if expected.unknown:
        raise Refused("audience-missing", rooms=names(expected.unknown))
    return expected


def names(rooms: Iterable[LiveRoom]) -> str:
    found = [str(room) for room in rooms]
    more = "…" if len(found) > 5 else ""
    return str(_(", ")).join(found[:5]) + more


@verb(LIVE_ROOMS, roles=OFFICE, label=_("Audience entered"), many=False, internal=True)
def enter_audience(room: LiveRoom, *, viewers: Mapping[Hour, int | None]) -> int:
    """Enter viewers of hours of the week; what isn't given, or is as before, stays.

    Args:
        viewers: None forgets an hour, so that it can be estimated again.

    Returns:
        How many hours changed.
    """
    known = {(row.weekday, row.hour): row for row in room.audience.all()}
    before = {hour: row.viewers for hour, row in known.items()}
    changed = {h: n for h, n in viewers.items() if n != before.get(h)}
    gone = [known[hour].pk for hour, number in changed.items() if number is None]
    room.audience.filter(pk__in=gone).delete()
    kept = {hour: number for hour, number in changed.items() if number is not None}
    _write(kept, room.pk, is_entered=True)
    return len(changed)


def _write(viewers: Mapping[Hour, int], room_id: int, *, is_entered: bool) -> None:
    Audience.objects.bulk_create(
        (
            Audience(
                room_id=room_id,
                weekday=weekday,
                hour=hour,
                viewers=number,
                is_entered=is_entered,
            )
            for (weekday, hour), number in viewers.items()
        ),
        update_conflicts=True,
        unique_fields=["room", "weekday", "hour"],
        update_fields=["viewers", "is_entered"],
    )


@verb(LIVE_ROOMS, roles=OFFICE, label=_("Audience estimated"), internal=True)
def estimate_audience(rooms: Sequence[LiveRoom]) -> list[LiveRoom]:
    """Estimate the audience of rooms from final results; what is entered stays.

    With w the hours on air in an hour c = (weekday d, hour h) of the week, and y the
    viewers an hour of one host alone (of two hosts each sees 60 %):

        shape   S_c = D_d · H_h, from OF_WEEK and OF_DAY
        mean    m_r = Σ w·y / Σ w·S_c, over the room's results
        learnt  H_h ← H_h · (K + Σ w·y/(m_r·S_c)) / (K + Σ w), over all rooms; so D_d
        viewers a_c = (Σ w·y + K·m_r·S_c) / (Σ w + K), over the room's results in c

    so a room with few results gets its mean laid over the common shape. K is FEW_HOURS.

    Returns:
        The rooms that have no result yet, whose audience stays as it is.
    """
    seen = _results()
    shape = _shape(seen)
    for room in rooms:
        if not (own := seen.get(room.pk)):
            continue
        known = room.audience.in_bulk(field_name="pk").values()
        stay = {(row.weekday, row.hour) for row in known if row.is_entered}
        before = {(row.weekday, row.hour): row.viewers for row in known}
        viewers = {
            hour: number
            for hour, number in _viewers(own, shape).items()
            if hour not in stay and before.get(hour) != number
        }
        _write(viewers, room.pk, is_entered=False)
    return [room for room in rooms if room.pk not in seen]


@dataclass
class Seen:
    """Hours on air in an hour of the week, and viewers of one host alone in them."""

    hours: float = 0.0
    viewers: float = 0.0


Week = Mapping[Hour, Seen]


def _results() -> dict[int, dict[Hour, Seen]]:
    """All final results, by room and hour of the week."""
    seen: dict[int, dict[Hour, Seen]] = defaultdict(lambda: defaultdict(Seen))
    seats = dict(LiveRoom.objects.annotate(n=Count("seats")).values_list("pk", "n"))
    rows = Slot.objects.filter(trials__result__is_final=True).values_list(
        "room", "trials__during", "trials__result__viewers"
    )
    for room, during, viewers in rows:
        span = during.lower, during.upper
        length = (span[1] - span[0]).total_seconds() / 3600
        alone = viewers / length / SHARED[seats[room] or 1]
        for hour, part in hours_of(span):
            seen[room][hour].hours += part
            seen[room][hour].viewers += part * alone
    return seen


def _start() -> dict[Hour, float]:
    return {
        (day, hour): of_day * of_week
        for day, of_week in enumerate(OF_WEEK)
        for hour, of_day in enumerate(OF_DAY)
    }


def _mean(own: Week, shape: Mapping[Hour, float]) -> float:
    weight = sum(result.hours * shape[hour] for hour, result in own.items())
    return sum(result.viewers for result in own.values()) / weight


def _shape(seen: Mapping[int, Week]) -> dict[Hour, float]:
    """The common shape, first by hours, then by weekdays, corrected by results."""
    shape = _start()
    for part in (1, 0):
        times: dict[int, float] = defaultdict(lambda: FEW_HOURS)
        hours: dict[int, float] = defaultdict(lambda: FEW_HOURS)
        for own in seen.values():
            mean = _mean(own, shape) or 1
            for hour, result in own.items():
                times[hour[part]] += result.viewers / (mean * shape[hour])
                hours[hour[part]] += result.hours
        shape = {h: of * times[h[part]] / hours[h[part]] for h, of in shape.items()}
    return shape


def _viewers(own: Week, shape: Mapping[Hour, float]) -> dict[Hour, int]:
    mean, nothing = _mean(own, shape), Seen()
    found = {}
    for hour, of in shape.items():
        result = own.get(hour, nothing)
        weight = result.hours + FEW_HOURS
        found[hour] = round((result.viewers + FEW_HOURS * mean * of) / weight)
    return found


@verb(LIVE_ROOMS, roles=OFFICE, label=_("Expected viewers renewed"), internal=True)
def refresh_expected(rooms: Sequence[LiveRoom], *, at: datetime) -> int:
    """Renew the expected viewers of slots to come that have no trial.

    Returns:
        How many slots changed.

    Raises:
        Refused: audience-missing.
    """
    expected = expected_of(rooms)
    changed: list[Slot] = []
    for slot in unused_slots(rooms, at, drafted=True):
        viewers = expected.viewers(slot.room_id, span_of(slot))
        if viewers != slot.expected_viewers:
            slot.expected_viewers = viewers
            changed.append(slot)
    Slot.objects.bulk_update(changed, ["expected_viewers"], batch_size=2000)
    return len(changed)
