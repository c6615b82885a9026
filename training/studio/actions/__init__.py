"""Verbs of live rooms and mentors' shifts."""

from training.studio.actions.audience import (
    enter_audience,
    estimate_audience,
    refresh_expected,
)
from training.studio.actions.entering import add_seats
from training.studio.actions.rooms import (
    Opened,
    add_programme,
    block_rooms,
    change_room,
    open_slots,
    remove_programme,
    unblock_room,
)
from training.studio.actions.shifts import add_shifts, remove_shifts

__all__ = [
    "Opened",
    "add_programme",
    "add_seats",
    "add_shifts",
    "block_rooms",
    "change_room",
    "enter_audience",
    "estimate_audience",
    "open_slots",
    "refresh_expected",
    "remove_programme",
    "remove_shifts",
    "unblock_room",
]
