"""The models of this app's rooms, where Django looks for them."""

from candidates.incubation.models import Incubation
from candidates.register.models import (
    Batch,
    Candidate,
    Direction,
    Person,
    Programme,
    RosterImport,
)
from candidates.screening.models import Screening

__all__ = [
    "Batch",
    "Candidate",
    "Direction",
    "Incubation",
    "Person",
    "Programme",
    "RosterImport",
    "Screening",
]
