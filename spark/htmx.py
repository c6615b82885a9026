"""A whole page or a fragment of it; and refusals as either."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
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
    """A page of rows in descending key order, and the queries of its neighbours."""

    rows: Sequence
    newer: str = ""
    older: str = ""


def keyset(request: HttpRequest, rows: QuerySet, size: int = 50) -> Keyset:
    """Cut `rows` by key: `?before=<pk>` is older, `?after=<pk>` newer. No counting."""
    before, after = (_key(request, name) for name in ("before", "after"))
    if after:
        found = list(rows.filter(pk__gt=after).order_by("pk")[: size + 1])
        more_newer, more_older = len(found) > size, True
        found = found[:size][::-1]
    else:
        older = rows.filter(pk__lt=before) if before else rows
        found = list(older.order_by("-pk")[: size + 1])
        more_newer, more_older = bool(before), len(found) > size
        found = found[:size]
    if not found:
        return Keyset([])
    return Keyset(
        found,
        newer=_query(request, after=found[0].pk) if more_newer else "",
        older=_query(request, before=found[-1].pk) if more_older else "",
    )


def _key(request: HttpRequest, name: str) -> int | None:
    value = request.GET.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 19 else None


def _query(request: HttpRequest, **keys: int) -> str:
    query = request.GET.copy()
    for name in ("before", "after"):
        query.pop(name, None)
    query.update({name: str(key) for name, key in keys.items()})
    return "?" + query.urlencode()


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
