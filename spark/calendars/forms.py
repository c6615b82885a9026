"""Input: which calendar to follow."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from spark.calendars.kinds import Kind, Reader, kinds_for


class FollowForm(forms.Form):
    """A calendar among those open to the reader, by its kind and its place's key."""

    calendar = forms.ChoiceField(label=_("Calendar"))
    reminds = forms.BooleanField(
        label=_("Remind me an hour before"), required=False, initial=True
    )

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["calendar"].choices = [
            choice for kind in kinds_for(reader) for choice in _choices(kind, reader)
        ]

    @property
    def given(self) -> dict[str, Any]:
        kind, _sep, place = self.cleaned_data["calendar"].partition(":")
        key = int(place) if place else None
        return {"kind": kind, "place": key, "reminds": self.cleaned_data["reminds"]}


def _choices(kind: Kind, reader: Reader) -> Iterator[tuple[str, Any]]:
    """The reader's own, or a group of those of places."""
    if kind.places is None:
        yield kind.name, kind.label
        return
    rows = kind.places(reader)
    if places := [(f"{kind.name}:{row.pk}", str(row)) for row in rows]:
        yield str(kind.label), places
