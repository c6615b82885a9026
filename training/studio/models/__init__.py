"""Live rooms with seats and slots, and what surrounds them."""

from training.studio.models.around import (
    ENDS_LATER,
    Audience,
    Blocking,
    Programme,
    Shift,
    Weekday,
)
from training.studio.models.rooms import LiveRoom, Seat, Slot

__all__ = [
    "Audience",
    "Blocking",
    "ENDS_LATER",
    "LiveRoom",
    "Programme",
    "Seat",
    "Shift",
    "Slot",
    "Weekday",
]
