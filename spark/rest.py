"""The API's base: pages by cursor, and problem bodies (RFC 9457)."""

import sys
from base64 import b64decode, b64encode
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, urlencode

from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from rest_framework import exceptions, serializers
from rest_framework.pagination import CursorPagination as DRFCursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import exception_handler

from spark import text
from spark.errors import Refused, words
from spark.paging import Keyset, Order

PROBLEM = "application/problem+json"


class ProseGiven(serializers.CharField):
    """Words as a system sends them."""

    def to_internal_value(self, data: object) -> str:
        given = super().to_internal_value(data)
        try:
            text.refuse_unreadable(given)
        except ValidationError as error:
            raise exceptions.ValidationError(error.messages) from error
        if not (seen := text.prose(given)) and not self.allow_blank:
            self.fail("blank")
        return seen


class CursorPagination(DRFCursorPagination):
    """Pages by the key of `view.order`, as fast at the end as at the start.

    A cursor holds where it leads on from, `r` for backwards, and the name of the order
    as `s`, so that it is never read as a place in another one.
    """

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200
    parameters = frozenset({"cursor", "page_size"})

    def paginate_queryset(self, queryset: QuerySet, request: Request, view=None):
        order, self.sort = view.order
        self.url = request.build_absolute_uri()
        place, backwards = self._place(queryset, request, order)
        size = self.get_page_size(request)
        self.keyset: Keyset = order.page(queryset, size, place, backwards)
        return self.keyset.rows

    def get_page_size(self, request: Request) -> int:
        given = request.query_params.get("page_size")
        if given is None:
            return self.page_size
        number = int(given) if given.isascii() and given.isdigit() else 0
        if len(given) > 3 or not 1 <= number <= self.max_page_size:
            said = _("A whole number from 1 to %(most)d.") % {
                "most": self.max_page_size
            }
            raise exceptions.ValidationError({"page_size": [said]})
        return number

    def _place(
        self, rows: QuerySet, request: Request, order: Order
    ) -> tuple[list, bool]:
        """The place that the cursor names, and whether the rows before it are asked."""
        cursor = request.query_params.get("cursor")
        if cursor is None:
            return [], False
        try:
            text = b64decode(cursor, validate=True).decode("ascii")
            given = parse_qs(text, strict_parsing=True, errors="strict")
            (place,) = given.pop("p")
            backwards, sort = given.pop("r", []), given.pop("s", [""])
            if given or backwards not in ([], ["1"]) or sort != [self.sort]:
                raise ValueError
            return order.read(rows, place), bool(backwards)
        except (KeyError, ValueError):
            raise exceptions.ParseError(_("Invalid cursor")) from None

    def get_next_link(self) -> str | None:
        return self._link(p=self.keyset.older) if self.keyset.older else None

    def get_previous_link(self) -> str | None:
        return self._link(r=1, p=self.keyset.newer) if self.keyset.newer else None

    def _link(self, **given: object) -> str:
        named = given | ({"s": self.sort} if self.sort else {})
        cursor = b64encode(urlencode(named).encode()).decode()
        return replace_query_param(self.url, self.cursor_query_param, cursor)

    def get_schema_operation_parameters(self, view) -> list[dict[str, Any]]:
        cursor, size = super().get_schema_operation_parameters(view)
        number = {"minimum": 1, "maximum": self.max_page_size}
        size["schema"] |= number | {"default": self.page_size}
        cursor["description"] = "From `next` or `previous`; any other is refused."
        return [cursor, size]


def broken(request: HttpRequest) -> HttpResponse:
    """What nobody caught: 503 while the database is busy, else 500; page or problem."""
    status = 503 if isinstance(sys.exc_info()[1], OperationalError) else 500
    headers = {"Retry-After": "30"} if status == 503 else {}
    if not request.path.startswith(("/api/", "/oauth/")):
        page = render_to_string(f"{status}.html")
        return HttpResponse(page, status=status, headers=headers)
    said = {
        500: _("Something broke on our side; nothing was changed."),
        503: _("The database is busy or can't be reached; nothing was changed."),
    }
    title = HTTPStatus(status).phrase
    body = {"type": "about:blank", "title": title, "detail": said[status]}
    return JsonResponse(
        body | {"status": status},
        status=status,
        headers=headers,
        content_type="application/problem+json",
    )


def problem(error: Exception, context: dict) -> Response | None:
    """Every error as `application/problem+json`, with its `errors` if it has any."""
    if isinstance(error, Refused):
        return _problem(refusal(error), error.status)
    if isinstance(error, Http404):
        error = exceptions.NotFound(_("No such record, or not at your campus."))
    response = exception_handler(error, context)
    if response is None:
        return None
    body = {"type": "about:blank", "title": response.status_text}
    if isinstance(error, exceptions.ValidationError):
        body |= {"title": _("Some fields are wrong."), "errors": response.data}
    elif isinstance(response.data, dict):
        body["detail"] = str(response.data.get("detail", ""))
    return _problem(body, response.status_code, dict(response.headers))


def refusal(refused: Refused) -> dict:
    """The problem that a refusal is."""
    said = words(refused)
    return {
        "type": f"urn:spark:refused:{said.code}",
        "title": said.text,
        "detail": " ".join(filter(None, [said.way_out, said.source])),
        "status": refused.status,
    }


def _problem(body: dict, status: int, headers: dict | None = None) -> Response:
    kept = {k: v for k, v in (headers or {}).items() if k != "Content-Type"}
    return Response(
        body | {"status": status},
        status=status,
        headers=kept,
        content_type=PROBLEM,
    )
