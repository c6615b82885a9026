"""Writing what a sheet of live rooms brought, once all of it was checked."""

from collections.abc import Iterable

from training.studio.models import LiveRoom, Seat


def add_seats(wanted: Iterable[tuple[LiveRoom, int]]) -> None:
    """Add the seats that rooms lack."""
    rooms = list(wanted)
    there = set(
        Seat.objects.filter(room__in=[room for room, _count in rooms]).values_list(
            "room", "number"
        )
    )
    Seat.objects.bulk_create(
        Seat(room=room, number=number)
        for room, count in rooms
        for number in range(1, count + 1)
        if (room.pk, number) not in there
    )
