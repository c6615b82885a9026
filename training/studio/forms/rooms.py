"""Input about live rooms: hours, programme, blocked times, audience, slots."""

from collections.abc import Iterable, Mapping
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from spark.accounts.models import User
from spark.plausible import DAYS, within
from spark.seen import Seen
from spark.text.fields import ProseField
from training.studio.models import ENDS_LATER, LiveRoom, Programme, Weekday
from training.studio.queries.rooms import hours_on_air
from training.studio.rules import backwards


def day_input() -> forms.DateInput:
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")


def clock_input() -> forms.TimeInput:
    return forms.TimeInput({"type": "time"}, format="%H:%M")


def _moment() -> forms.DateTimeInput:
    return forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class SpanForm(forms.Form):
    """For which days slots are opened."""

    first_day = forms.DateField(
        label=_("First day"), widget=day_input(), validators=within(DAYS)
    )
    last_day = forms.DateField(
        label=_("Last day"), widget=day_input(), validators=within(DAYS)
    )


class RoomForm(Seen, forms.ModelForm):
    """A room's hours and grid; its names and place are reference data."""

    class Meta:
        model = LiveRoom
        fields = [
            "opens_at",
            "closes_at",
            "slot_minutes",
            "gap_minutes",
            "closed_from",
        ]
        widgets = {
            "opens_at": clock_input(),
            "closes_at": clock_input(),
            "closed_from": day_input(),
        }

    @classmethod
    def needs(cls, user: User, room: LiveRoom) -> dict[str, LiveRoom]:
        """The room as it is."""
        return {"instance": room}


class TimesForm(forms.ModelForm):
    """From and until on a day."""

    def clean_ends_at(self) -> time:
        starts, ends = self.cleaned_data.get("starts_at"), self.cleaned_data["ends_at"]
        if starts is not None and backwards(starts, ends):
            raise forms.ValidationError(ENDS_LATER)
        return ends


class ProgrammeForm(TimesForm):
    """The room's own programme, the same on several weekdays."""

    weekdays = forms.TypedMultipleChoiceField(
        label=_("Weekdays"),
        choices=Weekday.choices,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Programme
        fields = ["weekdays", "starts_at", "ends_at", "title"]
        widgets = {"starts_at": clock_input(), "ends_at": clock_input()}


class ProgrammeKeyForm(forms.Form):
    """A line of the room's programme."""

    programme_id = forms.IntegerField(min_value=1)


class BlockingForm(forms.Form):
    """When a room can't be used."""

    starts = forms.DateTimeField(
        label=_("From"), widget=_moment(), validators=within(DAYS)
    )
    ends = forms.DateTimeField(
        label=_("Until"), widget=_moment(), validators=within(DAYS)
    )
    why = ProseField(label=_("Reason"), max_length=120, required=False)

    def clean_ends(self):
        starts, ends = self.cleaned_data.get("starts"), self.cleaned_data["ends"]
        if starts and ends <= starts:
            raise forms.ValidationError(_("It ends after it begins."))
        return ends


class BlockingKeyForm(forms.Form):
    """A time at which the room is blocked."""

    blocking_id = forms.IntegerField(min_value=1)


class AudienceForm(Seen, forms.Form):
    """Viewers of one host alone, a field for each hour of the week."""

    @classmethod
    def needs(cls, user: User, room: LiveRoom) -> dict[str, Any]:
        """The hours on air, and what is known of them."""
        rows = room.audience.all()
        viewers = {(row.weekday, row.hour): row.viewers for row in rows}
        return {"hours": hours_on_air(room), "viewers": viewers}

    def __init__(self, *args, hours: Iterable[int], viewers: Mapping, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {f"d{day}h{hour}": n for (day, hour), n in viewers.items()}
        for hour in hours:
            for day in Weekday:
                label = f"{day.label} {hour}:00"
                widget = forms.TextInput({"inputmode": "numeric", "aria-label": label})
                self.fields[f"d{day}h{hour}"] = forms.IntegerField(
                    label=label,
                    min_value=0,
                    max_value=100_000_000,
                    required=False,
                    widget=widget,
                )
        self.see()

    @property
    def given(self) -> dict[str, dict[tuple[int, int], int | None]]:
        """As `enter_audience` takes it."""
        found: dict[tuple[int, int], int | None] = {}
        for name, number in self.cleaned_data.items():
            day, hour = name.removeprefix("d").split("h")
            found[int(day), int(hour)] = number
        return {"viewers": found}
