"""The models of this app's rooms, where Django looks for them."""

from candidates.applying.models import Application, Call, Question
from candidates.consents.models import (
    Consent,
    GuardianConsent,
    GuardianLink,
    Notice,
)
from candidates.incubation.models import Incubation
from candidates.lists.models import SavedView
from candidates.portal.models import PersonalLink
from candidates.register.models import (
    Batch,
    BatchCampus,
    BatchDirection,
    Candidate,
    Direction,
    DirectionCategory,
    LeaveReason,
    Person,
    Programme,
    Quota,
)
from candidates.rights.models import DataRequest
from candidates.rosters.models import RosterImport
from candidates.screening.models import Screening

__all__ = [
    "Application",
    "Batch",
    "BatchCampus",
    "BatchDirection",
    "Call",
    "Candidate",
    "Consent",
    "DataRequest",
    "Direction",
    "DirectionCategory",
    "GuardianConsent",
    "GuardianLink",
    "Incubation",
    "LeaveReason",
    "Notice",
    "Person",
    "PersonalLink",
    "Programme",
    "Question",
    "Quota",
    "RosterImport",
    "SavedView",
    "Screening",
]
