"""Input of the register's pages, and of the office's."""

from candidates.register.forms.decisions import DecisionForm
from candidates.register.forms.identity import (
    CorrectForm,
    MergeForm,
    OpenForm,
    ParticularsForm,
    PersonForm,
)
from candidates.register.forms.leaving import (
    LeaveForm,
    LeaveReasonForm,
    RegisteredLeaveForm,
)
from candidates.register.forms.money import YuanField, in_yuan
from candidates.register.forms.office import (
    BatchForm,
    CloseForm,
    CopyForm,
    DirectionForm,
    OfficeReasonForm,
    QuotaFormSet,
)

__all__ = [
    "BatchForm",
    "CloseForm",
    "CopyForm",
    "CorrectForm",
    "DecisionForm",
    "DirectionForm",
    "LeaveForm",
    "LeaveReasonForm",
    "MergeForm",
    "OfficeReasonForm",
    "OpenForm",
    "ParticularsForm",
    "PersonForm",
    "QuotaFormSet",
    "RegisteredLeaveForm",
    "YuanField",
    "in_yuan",
]
