"""The models of this app's rooms, where Django looks for them."""

from candidates.applying.models import Application, Call, Question
from candidates.clips.models import Clip
from candidates.consents.models import (
    Consent,
    GuardianConsent,
    GuardianLink,
    Notice,
)
from candidates.incubation.models import Incubation
from candidates.lists.models import SavedView
from candidates.papers.models import Paper
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
from candidates.rosters.models import RosterImport, UnclearRow
from candidates.screening.models import (
    Absence,
    Anchor,
    AnchorMark,
    Calibration,
    CalibrationMark,
    Competence,
    Criterion,
    Mark,
    Review,
    Scorecard,
    Screening,
)
from candidates.telling.models import Dropping, Hold, Paragraph

__all__ = [
    "Absence",
    "Anchor",
    "AnchorMark",
    "Application",
    "Batch",
    "BatchCampus",
    "BatchDirection",
    "Calibration",
    "CalibrationMark",
    "Call",
    "Candidate",
    "Clip",
    "Competence",
    "Consent",
    "Criterion",
    "DataRequest",
    "Direction",
    "DirectionCategory",
    "Dropping",
    "GuardianConsent",
    "GuardianLink",
    "Hold",
    "Incubation",
    "LeaveReason",
    "Mark",
    "Notice",
    "Paper",
    "Paragraph",
    "Person",
    "PersonalLink",
    "Programme",
    "Question",
    "Quota",
    "Review",
    "RosterImport",
    "SavedView",
    "Scorecard",
    "Screening",
    "UnclearRow",
]
