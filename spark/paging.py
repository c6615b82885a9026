"""Keyset pages of a list, and the places in addresses that lead to them."""

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Field, Model, Q, QuerySet
from django.http import HttpRequest, QueryDict

from spark.errors import Refused

PLACES = ("before", "after")  # of pages, in addresses
PAGE = 50  # rows
Spot = tuple[float, int]  # in memory: a value to sort by, and a row's key


@dataclass(frozen=True)
class Keyset:
    """A page of rows, and what leads to the pages before and after it.

    That is a place of `Order.place`, or with `keyset` a query string; or nothing.
    """

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
        return rows.order_by(*(f"{sign}{name}" for name in self.columns))

    def beyond(self, rows: QuerySet, place: Sequence, backwards: bool) -> QuerySet:
        """The rows past `place`, a key or a value and a key."""
        lookup = "lt" if self.descending != backwards else "gt"
        *value, key = place
        if not value:
            return rows.filter(**{f"pk__{lookup}": key})
        past = Q(**{f"{self.column}__{lookup}": value[0]}) | Q(**{f"pk__{lookup}": key})
        # The first condition is what an index can start from.
        return rows.filter(past, **{f"{self.column}__{lookup}e": value[0]})

    @property
    def columns(self) -> list[str]:
        """What `place` needs of a row that `values` read."""
        return list(dict.fromkeys([self.column, "pk"]))

    def place(self, row: Model | Mapping[str, Any]) -> str:
        """Where a row stands, for the address: its key, then its value."""
        return self._written([_held(row, name) for name in self.columns])

    def read(self, rows: QuerySet, given: str) -> list:
        """What `place` wrote.

        Raises:
            ValueError: for what it never writes.
        """
        key, has_value, value = given.partition("~")
        if not _KEY.fullmatch(key) or "\0" in value:
            raise ValueError(given)
        if bool(has_value) != (self.column != "pk"):
            raise ValueError(given)
        if not has_value:
            return [int(key)]
        try:
            read = _field(rows.model, self.column).to_python(value)
        except ValidationError:
            raise ValueError(given) from None
        if isinstance(read, datetime) and read.tzinfo is None:
            raise ValueError(given)
        return [read, int(key)]

    def page(
        self, rows: QuerySet, size: int, place: Sequence = (), backwards: bool = False
    ) -> Keyset:
        """The rows past `place`, or the first; backwards, those right before it.

        Past the end, because rows went meanwhile, the way back begins with the row that
        stands at the place itself.
        """
        wanted = self.beyond(rows, place, backwards) if place else rows
        found = list(self.sorted(wanted, backwards)[: size + 1])
        more, found = len(found) > size, found[:size]
        if not found:
            back = self._including(place, backwards) if place else ""
            return Keyset([], older=back) if backwards else Keyset([], newer=back)
        if backwards:
            found.reverse()
        newer, older = (more, True) if backwards else (bool(place), more)
        return Keyset(
            found,
            newer=self.place(found[0]) if newer else "",
            older=self.place(found[-1]) if older else "",
        )

    def _including(self, place: Sequence, backwards: bool) -> str:
        """A place beside this one, so that the way back passes the row on it too."""
        *value, key = place
        step = 1 if self.descending == backwards else -1
        return self._written([*value, max(key + step, 0)])

    def _written(self, place: Sequence) -> str:
        *value, key = place
        return "~".join([str(key), *(_in_address(one) for one in value)])


_KEY = re.compile("[0-9]{1,18}")


def _held(row: Model | Mapping[str, Any], path: str) -> Any:
    return (
        row[path]
        if isinstance(row, Mapping)
        else attrgetter(path.replace("__", "."))(row)
    )


def _in_address(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _field(model: type[Model], path: str) -> Field:
    name, _dot, rest = path.partition("__")
    field: Any = model._meta.get_field(name)
    if rest:
        return _field(field.related_model, rest)
    return getattr(field, "output_field", field)  # of one that the database computes


NEWEST = Order()
CHANGED = Order("updated_at", descending=False)  # the oldest change first


def keyset(
    request: HttpRequest, rows: QuerySet, size: int = PAGE, order: Order = NEWEST
) -> Keyset:
    """A page of `rows`: `?before=` leads further down, `?after=` up. Counts nothing.

    Raises:
        Refused: place-broken, rather than to show the first page for another.
    """
    place: list = []
    given = {name: request.GET.getlist(name) for name in PLACES if name in request.GET}
    if given:
        try:
            ((text,),) = given.values()
            place = order.read(rows, text)
        except ValueError:
            raise broken(request, *PLACES) from None
    page = order.page(rows, size, place, backwards="after" in given)
    return replace(
        page,
        newer=_query(request, after=page.newer) if page.newer else "",
        older=_query(request, before=page.older) if page.older else "",
    )


def _query(request: HttpRequest, **places: str) -> str:
    return "?" + without(request.GET, *PLACES, **places)


def keyset_of(request: HttpRequest, spots: Sequence[Spot]) -> Keyset:
    """As `keyset`, of what is ranked in memory, in rising order; its rows are spots.

    Raises:
        Refused: place-broken.
    """
    given = [name for name in PLACES if name in request.GET]
    start, end = 0, PAGE
    if given:
        spot = _spot(request, given)
        if given == ["before"]:
            start = bisect_right(spots, spot)
            end = start + PAGE
        else:
            end = bisect_left(spots, spot)
            start = max(end - PAGE, 0)
    shown = spots[start:end]
    newer, older = start > 0, end < len(spots)
    return Keyset(
        shown,
        newer=_query(request, after=_written(shown[0])) if shown and newer else "",
        older=_query(request, before=_written(shown[-1])) if shown and older else "",
    )


def _spot(request: HttpRequest, given: Sequence[str]) -> Spot:
    try:
        (name,) = given
        (text,) = request.GET.getlist(name)
        key, value = text.split("~")
        return float(value), *keys([key])  # type: ignore[return-value]
    except ValueError:
        raise broken(request, *PLACES) from None


def _written(spot: Spot) -> str:
    value, key = spot
    return f"{key}~{value!r}"


def without(given: QueryDict, *names: str, **instead: str) -> str:
    """A query string without some parameters, and with others instead."""
    query = given.copy()
    for name in names:
        query.pop(name, None)
    query.update(instead)
    return query.urlencode()


def broken(request: HttpRequest, *names: str) -> Refused:
    """What the address says of a place leads nowhere; the way out is without it."""
    query = without(request.GET, *names)
    back = f"{request.path}?{query}" if query else request.path
    return Refused("place-broken", status=400, back=back)


YEARS = range(2000, 2100)  # further off is a slip


def day(request: HttpRequest, name: str) -> date | None:
    """The day that a parameter names, `2026-11-20`; None without one.

    Raises:
        Refused: place-broken.
    """
    given = request.POST.getlist(name) or request.GET.getlist(name)
    if not any(given):
        return None
    try:
        found = date.fromisoformat(*given)
    except (TypeError, ValueError):
        raise broken(request, name) from None
    if found.year not in YEARS:
        raise broken(request, name)
    return found


def keys(given: Iterable[str]) -> list[int]:
    """Keys of rows as a form sends them.

    Raises:
        Refused: keys-broken, rather than to leave out what is none.
    """
    found = list(given)
    if not all(_KEY.fullmatch(key) for key in found):
        raise Refused("keys-broken", status=400)
    return [int(key) for key in found]


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
