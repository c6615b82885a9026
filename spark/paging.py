"""Keyset pages of a list, and the places in addresses that lead to them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Field, Model, Q, QuerySet
from django.http import HttpRequest


@dataclass(frozen=True)
class Keyset:
    """A page of rows, and the query strings of the pages before and after it."""

    rows: Sequence
    newer: str = ""
    older: str = ""


@dataclass(frozen=True)
class Order:
    """The order of a list: by a column and, where values are equal, by key.

    Args:
        column: a field or a path to one; the key alone by default.
    """

    column: str = "pk"
    descending: bool = True

    def sorted(self, rows: QuerySet, backwards: bool = False) -> QuerySet:
        sign = "-" if self.descending != backwards else ""
        names = dict.fromkeys([self.column, "pk"])
        return rows.order_by(*(f"{sign}{name}" for name in names))

    def beyond(self, rows: QuerySet, place: Sequence, backwards: bool) -> QuerySet:
        """The rows past `place`, a key or a value and a key."""
        lookup = "lt" if self.descending != backwards else "gt"
        *value, key = place
        if not value:
            return rows.filter(**{f"pk__{lookup}": key})
        past = Q(**{f"{self.column}__{lookup}": value[0]}) | Q(**{f"pk__{lookup}": key})
        # The first condition is what an index can start from.
        return rows.filter(past, **{f"{self.column}__{lookup}e": value[0]})

    def place(self, row: Model) -> str:
        """Where a row stands, for the address: its key, then its value."""
        value: Any = row
        for name in self.column.split("__"):
            value = getattr(value, name)
        if isinstance(value, datetime):
            value = value.isoformat()
        return str(row.pk) if self.column == "pk" else f"{row.pk}~{value}"

    def read(self, rows: QuerySet, given: str) -> list | None:
        """What `place` wrote, or None for what it never writes."""
        key, has_value, value = given.partition("~")
        if not key.isdecimal() or len(key) > 18 or "\0" in value:
            return None
        if bool(has_value) != (self.column != "pk"):
            return None
        if not has_value:
            return [int(key)]
        try:
            return [_field(rows.model, self.column).to_python(value), int(key)]
        except ValidationError:
            return None


def _field(model: type[Model], path: str) -> Field:
    name, _sep, rest = path.partition("__")
    field: Any = model._meta.get_field(name)
    return _field(field.related_model, rest) if rest else field


NEWEST = Order()


def keyset(
    request: HttpRequest, rows: QuerySet, size: int = 50, order: Order = NEWEST
) -> Keyset:
    """A page of `rows`: `?before=` leads further down, `?after=` up. Counts nothing."""
    before, after = (
        order.read(rows, request.GET.get(name, "")) for name in ("before", "after")
    )
    place = after or before
    if place:
        rows = order.beyond(rows, place, backwards=bool(after))
    found = list(order.sorted(rows, backwards=bool(after))[: size + 1])
    more, found = len(found) > size, found[:size]
    if not found:
        return Keyset([])
    if after:
        found.reverse()
    newer, older = (more, True) if after else (bool(before), more)
    return Keyset(
        found,
        newer=_query(request, after=order.place(found[0])) if newer else "",
        older=_query(request, before=order.place(found[-1])) if older else "",
    )


def _query(request: HttpRequest, **places: str) -> str:
    query = request.GET.copy()
    for name in ("before", "after"):
        query.pop(name, None)
    query.update(places)
    return "?" + query.urlencode()


@dataclass(frozen=True)
class Total:
    """How many rows there are; roughly where counting them would cost a scan."""

    number: int
    exact: bool = True


def total(rows: QuerySet, page: Keyset, counted: int = 1000) -> Total:
    """Counts up to `counted`; beyond, the database's own estimate, in two digits."""
    if not (page.newer or page.older):
        return Total(len(page.rows))
    plain = rows.order_by().select_related(None)
    number = plain.values("pk")[: counted + 1].count()
    if number <= counted:
        return Total(number)
    (plan,) = json.loads(plain.values("pk").explain(format="json"))
    guess = max(int(plan["Plan"]["Plan Rows"]), counted)
    step = 10 ** max(len(str(guess)) - 2, 0)
    return Total(round(guess / step) * step, exact=False)
