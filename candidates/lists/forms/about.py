"""What systems narrow rows by that are about candidates."""

from typing import Any, ClassVar

from django import forms
from django.db.models import BigIntegerField, QuerySet, TextChoices
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from candidates.lists import queries
from candidates.lists.forms.offered import named_by
from spark.accounts.models import User
from spark.conditions import GONE, AnyOf, Conditions, Followed, OneOf
from spark.paging import Order
from spark.text.fields import SoughtField


class AboutCandidates(Conditions):
    """What narrows rows about candidates for systems: whose they are.

    Names become keys before the query: a join misleads the planner. They are read only
    where one is asked for: nobody chooses from a list here.
    """

    asked_only = True
    path: ClassVar[str] = "candidate__"  # from a row to its candidate
    candidate = forms.IntegerField(
        required=False, min_value=1, max_value=BigIntegerField.MAX_BIGINT
    )
    campus = AnyOf(label=_("Campus"), unknown=GONE)
    direction = AnyOf(label=_("Direction"), unknown=GONE)
    batch = AnyOf(label=_("Batch"), unknown=GONE)

    def __init__(self, given: QueryDict, *, user: User | None = None) -> None:
        super().__init__(given, user=user)
        self.keys: dict[str, dict[str, int]] = {}
        if user is None:
            return
        for name, offered in named_by(user, given).items():
            field: Any = self.fields[name]
            field.choices = [(one.name, one.label) for one in offered]
            self.keys[name] = {one.name: one.key for one in offered}

    def narrow(self, rows: QuerySet) -> QuerySet:
        chosen = self.chosen
        for name, keys in self.keys.items():
            if name in chosen:
                wanted = [keys[value] for value in chosen[name]]
                rows = rows.filter(**{f"{self.path}{name}__in": wanted})
        if "candidate" in chosen:
            rows = rows.filter(**{f"{self.path}pk": chosen["candidate"]})
        return rows


class RecordConditions(Followed, AboutCandidates):
    """What narrows a list of what is kept about candidates, stage records or trials."""

    def narrow(self, rows: QuerySet) -> QuerySet:
        rows, chosen = super().narrow(rows), self.chosen
        return rows.filter(state__in=chosen["state"]) if "state" in chosen else rows


class StageConditions(RecordConditions):
    """What narrows stage records: what finds and sorts candidates on pages, too."""

    q = SoughtField(required=False, max_length=60)
    sort = OneOf(
        label=_("Order"),
        choices=[(name, name) for name in queries.RECORD_ORDERS],
    )

    @property
    def order(self) -> tuple[Order, str]:
        sort = self.sorted_by
        return (queries.RECORD_ORDERS[sort], sort) if sort else super().order

    def narrow(self, rows: QuerySet) -> QuerySet:
        rows, sought = super().narrow(rows), self.chosen.get("q")
        return queries.about_sought(rows, sought) if sought else rows


def conditions_of_records(states: type[TextChoices]) -> type[StageConditions]:
    """By whose they are, and by any of the stage's states."""
    fields = {"state": AnyOf(choices=states.choices)}
    return type("Conditions", (StageConditions,), fields)
