"""The models of this app's rooms, where Django looks for them."""

from training.course.models import Enrolment
from training.trials.models import (
    Campaign,
    Entry,
    LiveRoom,
    Plan,
    Result,
    Round,
    Seat,
    Slot,
    Trial,
)

__all__ = [
    "Campaign",
    "Enrolment",
    "Entry",
    "LiveRoom",
    "Plan",
    "Result",
    "Round",
    "Seat",
    "Slot",
    "Trial",
]
