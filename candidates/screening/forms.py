"""Input of screening's buttons."""

from candidates.register.forms import DecisionForm as AnyDecision
from candidates.screening.stages import Decision


class DecisionForm(AnyDecision):
    """What screening decides."""

    offered = Decision
