"""The models of this app's rooms, where Django looks for them."""

from training.course.models import Enrolment
from training.trials.models import (
    Audience,
    Blocking,
    Campaign,
    Entry,
    LiveRoom,
    Permit,
    Plan,
    Programme,
    Result,
    Round,
    Seat,
    Shift,
    Slot,
    Travel,
    Trial,
    WeeklyTime,
)

__all__ = [
    "Audience",
    "Blocking",
    "Campaign",
    "Enrolment",
    "Entry",
    "LiveRoom",
    "Permit",
    "Plan",
    "Programme",
    "Result",
    "Round",
    "Seat",
    "Shift",
    "Slot",
    "Travel",
    "Trial",
    "WeeklyTime",
]
