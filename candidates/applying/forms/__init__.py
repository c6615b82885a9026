"""Input of applications: the steps, the code, the queue, pages and questions."""

from candidates.applying.forms.filters import FilterForm
from candidates.applying.forms.pages import CallDaysForm, CallForm, QuestionForm
from candidates.applying.forms.steps import (
    BeginForm,
    CodeForm,
    WhoForm,
    form_of,
)

__all__ = [
    "BeginForm",
    "CallDaysForm",
    "CallForm",
    "CodeForm",
    "FilterForm",
    "QuestionForm",
    "WhoForm",
    "form_of",
]
