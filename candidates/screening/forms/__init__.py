"""Input of screening's buttons, of reviews, scorecards, reviewers and decisions."""

from candidates.screening.forms.cards import AnchorForm, ScopeForm, card_forms
from candidates.screening.forms.deciding import (
    BoardForm,
    PassForm,
    RejectForm,
    WaitlistForm,
)
from candidates.screening.forms.fairness import BASES, FairnessForm
from candidates.screening.forms.reviews import (
    AbsenceForm,
    AskForm,
    CalibrationForm,
    DecisionForm,
    DirectionsForm,
    LeaveForm,
    LinkForm,
    MarksForm,
    ReassignForm,
    ReviewerForm,
)

__all__ = [
    "BASES",
    "AbsenceForm",
    "AnchorForm",
    "AskForm",
    "BoardForm",
    "CalibrationForm",
    "DecisionForm",
    "DirectionsForm",
    "FairnessForm",
    "LeaveForm",
    "LinkForm",
    "MarksForm",
    "PassForm",
    "ReassignForm",
    "RejectForm",
    "ReviewerForm",
    "ScopeForm",
    "WaitlistForm",
    "card_forms",
]
