"""Programmes, batches and directions; persons and candidates; rosters sent in."""

from candidates.register.models.people import CONTACT, Candidate, Person
from candidates.register.models.programmes import (
    QUOTA_TWICE,
    Batch,
    BatchCampus,
    BatchDirection,
    Direction,
    DirectionCategory,
    Programme,
    Quota,
)
from candidates.register.models.records import (
    RosterImport,
    StageRecord,
    stage_record,
)

__all__ = [
    "CONTACT",
    "QUOTA_TWICE",
    "Batch",
    "BatchCampus",
    "BatchDirection",
    "Candidate",
    "Direction",
    "DirectionCategory",
    "Person",
    "Programme",
    "Quota",
    "RosterImport",
    "StageRecord",
    "stage_record",
]
