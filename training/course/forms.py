"""Input of training's buttons."""

from candidates.register.forms import DecisionForm as AnyDecision
from candidates.register.forms import LeaveForm as AnyLeave
from candidates.register.stages import Stage
from training.course.stages import Decision


class DecisionForm(AnyDecision):
    """What training decides."""

    offered = Decision


class LeaveForm(AnyLeave):
    """Leaving during training."""

    stage = Stage.TRAINING
