"""Input of the list's pages: filters, a view's name."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from candidates.lists import queries
from candidates.lists.forms.offered import Offered, offered_to
from candidates.register.stages import ENTERING, ROAD, STAGE_STATES, Stage
from spark.accounts.models import User
from spark.conditions import GONE, AnyOf, Conditions, OneOf, Since
from spark.duties import board
from spark.duties.kinds import DUTY_KINDS
from spark.paging import Order
from spark.text.fields import SoughtField, TitleField

ALL = ("", _("All"))
UNDERWAY = ("underway", _("In progress"))
DUE = [("today", _("by today")), ("week", _("within 7 days"))]
ORDER = [
    ("", _("Newest first")),
    ("updated", _("Last changed first")),
    ("name", _("By name")),
    ("number", _("By student number")),
    ("since", _("Latest in their stage")),
]


class FilterForm(Conditions):
    """The list's conditions; `chosen` is what `queries.narrowed` takes."""

    q = SoughtField(required=False, max_length=60)
    stage = AnyOf(label=_("Stage"), choices=[ALL, UNDERWAY, *Stage.choices])
    state = AnyOf(label=_("State"))
    campus = AnyOf(label=_("Campus"), unknown=GONE)
    direction = AnyOf(label=_("Direction"), unknown=GONE)
    batch = AnyOf(label=_("Batch"), unknown=GONE)
    class_name = SoughtField(
        label=_("Class"),
        required=False,
        max_length=80,
        help_text=_("from its beginning"),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    due = OneOf(label=_("Due"), choices=[ALL, *DUE])
    student_number = SoughtField(
        label=_("Student number"), required=False, max_length=40
    )
    updated_since = Since(label=_("Changed since"))
    # Named by a word of Python's.
    vars()["from"] = AnyOf(
        label=_("Left from"), choices=[ALL, *((one.value, one.label) for one in ROAD)]
    )
    duty = OneOf(label=_("To do"), choices=[ALL])
    sort = OneOf(label=_("Order"))

    beside = Conditions.beside | {"columns"}
    hidden = frozenset({"q", "duty", "student_number", "updated_since"})

    def __init__(self, given: QueryDict, *, user: User | None = None) -> None:
        super().__init__(given, user=user)
        if self.given.get("duty") in DUTY_KINDS:
            code = self.data["duty"]
            self._offer("duty", [(code, board.words(code)[2])])
        if "state" in self.fields:
            self._offer("state", self._states().items())
        if "sort" in self.fields:
            self.fields["sort"].choices = list(self._orders())  # type: ignore[attr-defined]
        self.keys: dict[str, dict[str, int]] = {}
        if user is not None:
            self._offer_names(user)

    def _offer_names(self, user: User) -> None:
        for name, offered in self.offered(user).items():
            self._offer(name, [(one.name, one.label) for one in offered])
            self.keys[name] = {one.name: one.key for one in offered}

    def offered(self, user: User) -> dict[str, list[Offered]]:
        return offered_to(user)

    def narrow(self, rows: QuerySet) -> QuerySet:
        return queries.narrowed(rows, self.user, self.chosen)

    @property
    def chosen(self) -> dict[str, Any]:
        """What is set and valid; of names their keys: a join misleads the planner."""
        return {
            name: [self.keys[name][v] for v in value] if name in self.keys else value
            for name, value in super().chosen.items()
        }

    @property
    def order(self) -> tuple[Order, str]:
        """The order asked for; the newest first by default."""
        return queries.ORDERS[self.sorted_by], self.sorted_by

    @property
    def stages(self) -> list[str]:
        return self.given.getlist("stage")

    def clean_updated_since(self) -> str:
        since = self.cleaned_data["updated_since"]
        return since.isoformat() if since else ""

    def _states(self) -> dict[str, str | Promise]:
        """The states of the chosen stages, or of all; one that several share, once."""
        known = [STAGE_STATES[one] for one in self.stages if one in STAGE_STATES]
        states: dict[str, str | Promise] = {}
        if known:
            states[ENTERING] = _("Waiting to enter")
        return states | {
            value: label
            for stage in known or STAGE_STATES.values()
            for value, label in stage.states.choices
        }

    def _orders(self) -> Iterator[tuple[str, str | Promise]]:
        """Each order; a reverse one only while asked for, or for the description."""
        asked = self.given.get("sort", "")
        for value, label in ORDER:
            yield value, label
            if value and (asked == f"-{value}" or self.user is None):
                yield f"-{value}", _("%(order)s, reversed") % {"order": label}

    def _offer(self, name: str, choices: Iterable) -> None:
        self.fields[name].choices = [ALL, *choices]  # type: ignore[attr-defined]

    @property
    def unset(self) -> list[forms.BoundField]:
        """Without where somebody left from, unless it is they who are shown."""
        left = self.stages == [Stage.LEFT]
        return [field for field in super().unset if left or field.name != "from"]


class ViewForm(forms.Form):
    """The name under which the list is kept as it is."""

    name = TitleField(max_length=30)
