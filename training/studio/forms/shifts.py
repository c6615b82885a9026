"""Input about mentors' shifts."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from spark import clock
from spark.campuses.models import Base
from spark.plausible import DAYS, within
from training.studio.actions.shifts import LONGEST
from training.studio.forms.rooms import clock_input, day_input
from training.studio.queries import mentors_at


class ShiftForm(forms.Form):
    """A shift of one of the base's mentors, as `add_shifts` takes it."""

    mentor = forms.ModelChoiceField(  # type: ignore[var-annotated]
        label=_("Mentor"), queryset=None, empty_label="–"
    )
    day = forms.DateField(label=_("Day"), widget=day_input(), validators=within(DAYS))
    starts = forms.TimeField(label=_("From"), widget=clock_input())
    ends = forms.TimeField(
        label=_("Until"),
        widget=clock_input(),
        help_text=_("Not later than it begins: on the next day. 00:00 is midnight."),
    )
    until = forms.DateField(
        label=_("Every week until"),
        widget=day_input(),
        required=False,
        validators=within(DAYS),
        help_text=_("Empty: on that day only."),
    )

    def __init__(self, *args: Any, base: Base, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: dict[str, Any] = self.fields
        fields["mentor"].queryset = mentors_at(base)

    def clean_day(self) -> date:
        """Refuse a day that is too far away to be meant."""
        day = self.cleaned_data["day"]
        if abs(day - clock.today()) > LONGEST:
            raise forms.ValidationError(_("Choose a day within a year from today."))
        return day
