"""A whole page or a fragment of it; and refusals as either."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Field, Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.shortcuts import render as render_template
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from spark.errors import Refused, words


class Request(HttpRequest):
    """A request as HtmxMiddleware leaves it."""

    htmx: HtmxDetails


def render(
    request: Request, page: str, fragment: str, context: dict, status: int = 200
) -> HttpResponse:
    """The fragment if htmx asks for part of the page, else the whole page."""
    part = (
        request.htmx
        and not request.htmx.boosted
        and not request.htmx.history_restore_request
    )
    response = render_template(
        request, fragment if part else page, context, status=status
    )
    response["Vary"] = "HX-Request"
    return response


def done(request: Request, said: str, url: str) -> HttpResponse:
    """After an act: say what happened and go to `url`, with or without JavaScript."""
    messages.success(request, said)
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def refuse(request: Request, refused: Refused) -> HttpResponse:
    template = "refused/_note.html" if request.htmx else "refused/page.html"
    return render_template(
        request, template, {"refusal": words(refused)}, status=refused.status
    )


@dataclass(frozen=True)
class Keyset:
    """A page of rows in key order, and the queries of its neighbours."""

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
        way = "lt" if self.descending != backwards else "gt"
        *value, key = place
        if not value:
            return rows.filter(**{f"pk__{way}": key})
        past = Q(**{f"{self.column}__{way}": value[0]}) | Q(**{f"pk__{way}": key})
        # The first condition is what an index can start from.
        return rows.filter(past, **{f"{self.column}__{way}e": value[0]})

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
    """Cut `rows` by place: `?before=` is further down, `?after=` up. No counting."""
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


class RefusedMiddleware:
    """A `Refused` that no view caught becomes a page or a fragment, never a 500."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        return self.get_response(request)

    def process_exception(
        self, request: Request, exception: Exception
    ) -> HttpResponse | None:
        return refuse(request, exception) if isinstance(exception, Refused) else None


class FormsOnlyMiddleware:
    """Who opens as a page what only takes forms goes home, not to a blank 405."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        response = self.get_response(request)
        opened = request.method == "GET" and "text/html" in request.headers.get(
            "Accept", ""
        )
        if opened and isinstance(response, HttpResponseNotAllowed):
            return redirect("home")
        return response
