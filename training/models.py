"""The models of this app's rooms, where Django looks for them."""

from training.course.models import Enrolment
from training.hosts.models import Permit, Travel, Week, WeeklyTime
from training.judging.models import (
    FrozenBoard,
    Incident,
    JudgeMark,
    Judgement,
    LiveFigures,
)
from training.racing.models import RoundDecision
from training.standings.models import Place, Result, Standing
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
from training.trials.models import Campaign, Round, RoundQuota, Trial

__all__ = [
    "Audience",
    "Blocking",
    "Campaign",
    "Enrolment",
    "Entry",
    "FrozenBoard",
    "Incident",
    "JudgeMark",
    "Judgement",
    "LiveFigures",
    "LiveRoom",
    "Opening",
    "Permit",
    "Place",
    "Plan",
    "Programme",
    "Result",
    "Round",
    "RoundDecision",
    "RoundQuota",
    "Seat",
    "Shift",
    "Slot",
    "SolvePart",
    "SolveRun",
    "Standing",
    "Travel",
    "Trial",
    "Week",
    "WeeklyTime",
]
