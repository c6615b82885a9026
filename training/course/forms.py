"""Input of training's buttons."""

from candidates.register.forms import DecisionForm as AnyDecision
from training.course.stages import Decision


class DecisionForm(AnyDecision):
    """What training decides."""

    offered = Decision
