"""What the pages of live rooms show."""

from datetime import datetime, timedelta

from django.db.models import (
    Avg,
    Count,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce, TruncDate

from spark import clock
from spark.accounts.models import User
from training.studio import access
from training.studio.models import Audience, LiveRoom, Slot
from training.studio.stages import SEATED


def live_rooms(user: User, at: datetime, days: int) -> QuerySet[LiveRoom]:
    """Rooms with numbers of their seats, slots in the next days, and hours of the week
    whose audience was entered or is estimated.
    """
    until = at + timedelta(days=days)
    slots = Slot.objects.filter(starts_at__gt=at, starts_at__lt=until)
    audience = Audience.objects.all()
    return (
        access.LIVE_ROOMS.visible_to(user)
        .annotate(
            seat_count=Count("seats"),
            slot_count=_number_of(slots),
            entered=_number_of(audience.filter(is_entered=True)),
            estimated=_number_of(audience.filter(is_entered=False)),
        )
        .order_by("base", "name_zh", "pk")
    )


def _number_of(rows: QuerySet) -> Coalesce:
    """How many of these rows the room has, as an annotation."""
    own = rows.filter(room=OuterRef("pk")).order_by().values("room")
    return Coalesce(
        Subquery(own.annotate(n=Count("pk")).values("n"), IntegerField()), 0
    )


def days_of(room: LiveRoom, at: datetime, days: int) -> QuerySet:
    """The room's next days with slots: how many, from when to when, taken seats."""
    until = clock.midnight(clock.day(at) + timedelta(days=days))
    slots = Slot.objects.filter(room=room, starts_at__gt=at, starts_at__lt=until)
    taken = Count("trials", filter=Q(trials__state__in=SEATED))
    return (
        slots.order_by()
        .values(day=TruncDate("starts_at"))
        .annotate(
            number=Count("pk", distinct=True),
            first=Min("starts_at"),
            last=Max("starts_at"),
            viewers=Avg("expected_viewers"),
            taken=taken,
        )
        .order_by("day")
    )


def hours_on_air(room: LiveRoom) -> list[int]:
    """The hours of the day of which any minute is within the room's hours."""
    opens, closes = room.opens_at.hour, room.closes_at.hour
    if room.closes_at.minute:
        closes += 1
    if room.opens_at < room.closes_at:
        return [hour for hour in range(24) if opens <= hour < closes]
    all_day = room.opens_at == room.closes_at
    return [h for h in range(24) if h >= opens or h < closes or all_day]
