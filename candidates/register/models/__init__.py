"""Programmes, batches and directions; persons and candidates; what is taken out."""

from candidates.register.models.candidates import (
    CONTACT,
    UPDATED,
    Candidate,
    import_was_undone,
)
from candidates.register.models.exports import Export
from candidates.register.models.identity import IdentityOpening, OpeningPurpose
from candidates.register.models.leaving import LeaveReason
from candidates.register.models.people import INITIALS, SOLID, Person
from candidates.register.models.programmes import (
    BATCH_LASTS,
    QUOTA_TWICE,
    Batch,
    BatchCampus,
    BatchDirection,
    BatchState,
    Direction,
    DirectionCategory,
    Programme,
    Quota,
)
from candidates.register.models.readings import Reading
from candidates.register.models.records import (
    CAMPUS,
    CandidateRecord,
    StageRecord,
    stage_record,
    still_there,
)

__all__ = [
    "INITIALS",
    "SOLID",
    "CAMPUS",
    "CONTACT",
    "BATCH_LASTS",
    "QUOTA_TWICE",
    "UPDATED",
    "Batch",
    "BatchState",
    "BatchCampus",
    "BatchDirection",
    "Candidate",
    "CandidateRecord",
    "Direction",
    "DirectionCategory",
    "Export",
    "LeaveReason",
    "IdentityOpening",
    "OpeningPurpose",
    "Person",
    "Programme",
    "Quota",
    "Reading",
    "StageRecord",
    "import_was_undone",
    "stage_record",
    "still_there",
]
