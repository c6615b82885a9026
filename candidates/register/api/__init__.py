"""What systems are given to go by, and what they give about candidates."""

from candidates.register.api.given import (
    Label,
    ParticularsChange,
    ParticularsGiven,
    Read,
    ReasonGiven,
    leaving_from,
)
from candidates.register.api.reference import BatchSerializer

__all__ = [
    "BatchSerializer",
    "Label",
    "ParticularsChange",
    "ParticularsGiven",
    "Read",
    "ReasonGiven",
    "leaving_from",
]
