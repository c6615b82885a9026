"""Input of screening's buttons."""

from candidates.register.forms import DecisionForm as AnyDecision
from candidates.register.forms import LeaveForm as AnyLeave
from candidates.register.stages import Stage
from candidates.screening.stages import Decision


class DecisionForm(AnyDecision):
    offered = Decision


class LeaveForm(AnyLeave):
    stage = Stage.SCREENING
