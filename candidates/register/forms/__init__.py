"""Input of the register's pages, and of the office's."""

from candidates.register.forms.office import (
    BatchForm,
    CloseForm,
    CopyForm,
    DirectionForm,
    OfficeReasonForm,
    QuotaFormSet,
)
from candidates.register.forms.pages import FilterForm, RosterForm

__all__ = [
    "BatchForm",
    "CloseForm",
    "CopyForm",
    "DirectionForm",
    "FilterForm",
    "OfficeReasonForm",
    "QuotaFormSet",
    "RosterForm",
]
