"""Input of screening's buttons."""

from candidates.register.forms import DecisionForm as AnyDecision
from candidates.register.forms import LeaveForm as AnyLeave
from candidates.register.stages import Stage
from candidates.screening.stages import Decision


class DecisionForm(AnyDecision):
    """What screening decides."""

    offered = Decision


class LeaveForm(AnyLeave):
    """Leaving during screening."""

    stage = Stage.SCREENING
