"""The models of this app's rooms, where Django looks for them."""

from training.course.models import Enrolment
from training.hosts.models import Permit, Travel, WeeklyTime
from training.standings.models import Result
from training.studio.models import (
    Audience,
    Blocking,
    LiveRoom,
    Programme,
    Seat,
    Shift,
    Slot,
)
from training.timetable.models import Entry, Opening, Plan, SolvePart, SolveRun
from training.trials.models import Campaign, Round, Trial

__all__ = [
    "Audience",
    "Blocking",
    "Campaign",
    "Enrolment",
    "Entry",
    "LiveRoom",
    "Opening",
    "Permit",
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
    "WeeklyTime",
]
