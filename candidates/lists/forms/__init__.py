"""Input of the list's pages, and what systems narrow lists by."""

from candidates.lists.forms.about import (
    AboutCandidates,
    RecordConditions,
    conditions_of_records,
)
from candidates.lists.forms.filters import FilterForm, ViewForm
from candidates.lists.forms.offered import Offered, named_by, offered_to
from candidates.lists.forms.quotas import QuotaConditions

__all__ = [
    "AboutCandidates",
    "FilterForm",
    "Offered",
    "QuotaConditions",
    "RecordConditions",
    "ViewForm",
    "conditions_of_records",
    "named_by",
    "offered_to",
]
