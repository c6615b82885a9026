"""Writing what a sheet brought, once all of it was judged."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import models

from training.trials.models import LiveRoom, Seat


def write_rows(records: Iterable[models.Model]) -> None:
    """New rows and changed ones, each model's in two statements; within an action."""
    by_model: dict[type[models.Model], list[models.Model]] = defaultdict(list)
    for record in records:
        by_model[type(record)].append(record)
    for model, own in by_model.items():
        manager = model._default_manager
        names = [
            field.name
            for field in model._meta.concrete_fields
            if not (field.primary_key or field.generated)
        ]
        manager.bulk_create([one for one in own if one.pk is None])
        manager.bulk_update([one for one in own if one.pk is not None], names)


def add_seats(wanted: Iterable[tuple[LiveRoom, int]]) -> None:
    """The seats that rooms lack of so many."""
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
