"""What trials are made of: rooms and slots, campaigns and plans, trials and results."""

from training.trials.models.around import (
    ENDS_LATER,
    Audience,
    Blocking,
    Programme,
    Shift,
    Travel,
    Weekday,
)
from training.trials.models.campaigns import Campaign, Entry, Plan, Round
from training.trials.models.rooms import LiveRoom, Seat, Slot
from training.trials.models.runs import Opening, SolvePart, SolveRun
from training.trials.models.times import Permit, PermitKind, WeeklyKind, WeeklyTime
from training.trials.models.trials import Result, Trial

__all__ = [
    "ENDS_LATER",
    "Audience",
    "Blocking",
    "Campaign",
    "Entry",
    "LiveRoom",
    "Opening",
    "Permit",
    "PermitKind",
    "Plan",
    "Programme",
    "Result",
    "Round",
    "Seat",
    "Shift",
    "Slot",
    "SolvePart",
    "SolveRun",
    "Travel",
    "Trial",
    "WeeklyKind",
    "WeeklyTime",
    "Weekday",
]
