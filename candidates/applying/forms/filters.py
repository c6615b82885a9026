"""What the list of applications is narrowed by."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from candidates.applying.access import CALLS
from candidates.applying.models import Application
from candidates.applying.queries import classes_of, narrowed
from candidates.applying.stages import State
from candidates.register.access import directions
from spark.accounts.models import User
from spark.conditions import Conditions, OneOf, OneRow
from spark.text.fields import SoughtField


class FilterForm(Conditions):
    """The chips of the list; without a state, all but the withdrawn."""

    narrows_always = True

    q = SoughtField(label=_("Search"), required=False, max_length=60)
    state = OneOf(label=_("State"))
    call = OneRow(label=_("Page"))
    direction = OneRow(label=_("Direction"), to_field_name="slug")
    class_name = OneOf(label=_("Class"))
    waitlisted = OneOf(label=_("Waiting list"))
    duty = OneOf(
        label=_("Due"),
        choices=[("applications-waiting", _("waits for an answer"))],
        widget=forms.HiddenInput,
    )

    def __init__(self, given: QueryDict, *, user: User) -> None:
        super().__init__(given, user=user)
        anything = _("any")
        states = [c for c in State.choices if c[0] != State.DRAFT]
        classes = [(name, name) for name in classes_of(user)] if user else []
        listed: dict[str, list] = {
            "state": states,
            "class_name": classes,
            "waitlisted": [("1", _("on it")), ("0", _("not on it"))],
        }
        fields: dict[str, Any] = self.fields
        for name, choices in listed.items():
            fields[name].choices = [("", anything), *choices]
        rows: dict[str, QuerySet] = {
            "call": CALLS.visible_to(user),
            "direction": directions(),
        }
        for name, offered in rows.items():
            fields[name].queryset, fields[name].empty_label = offered, anything

    def narrow(self, rows: QuerySet[Application]) -> QuerySet[Application]:
        return narrowed(rows, self.chosen)
