"""The models of this app's rooms, where Django looks for them."""

from candidates.incubation.models import Incubation
from candidates.register.models import (
    Batch,
    BatchCampus,
    BatchDirection,
    Candidate,
    Direction,
    DirectionCategory,
    Person,
    Programme,
    Quota,
    RosterImport,
)
from candidates.screening.models import Screening

__all__ = [
    "Batch",
    "BatchCampus",
    "BatchDirection",
    "Candidate",
    "Direction",
    "DirectionCategory",
    "Incubation",
    "Person",
    "Programme",
    "Quota",
    "RosterImport",
    "Screening",
]
