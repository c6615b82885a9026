"""Pages by key, for lists of the API."""

from base64 import b64decode, b64encode
from typing import Any
from urllib.parse import parse_qs, urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.pagination import CursorPagination as DRFCursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

from spark.paging import Keyset, Order
from spark.rest.problems import WrongParameters

LARGEST = 200


def size_of_page(request: Request, usual: int) -> int:
    """The `page_size` asked for, or the usual one.

    Raises:
        WrongParameters: it is no whole number from 1 to LARGEST.
    """
    given = request.query_params.get("page_size")
    if given is None:
        return usual
    short = len(given) <= 3 and given.isascii() and given.isdigit()
    if not short or not 1 <= int(given) <= LARGEST:
        said = _("A whole number from 1 to %(most)d.") % {"most": LARGEST}
        raise WrongParameters({"page_size": [said]})
    return int(given)


def is_counted(request: Request) -> bool:
    """Whether the number of all rows is asked for.

    Raises:
        WrongParameters: it is neither true nor false.
    """
    given = request.query_params.get("count", "false")
    if given not in {"true", "false"}:
        raise WrongParameters({"count": [_("Either true or false.")]})
    return given == "true"


class CursorPagination(DRFCursorPagination):
    """Pages by the key of `view.order`, as fast at the end as at the start.

    A cursor holds where it leads on from, `r` for backwards, and the name of the order
    as `s`, so that it is never read as a place in another one.
    """

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = LARGEST
    parameters = frozenset({"cursor", "page_size", "count"})
    number: int | None = None  # of all rows, if asked for

    def paginate_queryset(self, queryset: QuerySet, request: Request, view=None):
        order, self.sort = view.order
        # Its pages are of one list: who wants to know its length again asks for it.
        self.url = remove_query_param(request.build_absolute_uri(), "count")
        place, backwards = self._place(queryset, request, order)
        size = self.get_page_size(request)
        if is_counted(request):
            self.number = queryset.order_by().count()
        self.keyset: Keyset = order.page(queryset, size, place, backwards)
        return self.keyset.rows

    def get_paginated_response(self, data: Any) -> Response:
        response = super().get_paginated_response(data)
        if self.number is not None:
            response.data = {"count": self.number} | response.data
        return response

    def get_page_size(self, request: Request) -> int:
        return size_of_page(request, self.page_size)

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

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        pages = {"next": link, "previous": link}
        count = {
            "type": "integer",
            "minimum": 0,
            "description": "Of all rows that match; only with `count=true`.",
        }
        return {
            "type": "object",
            "properties": {"count": count} | pages | {"results": schema},
            "required": [*pages, "results"],
        }

    def get_schema_operation_parameters(self, view) -> list[dict[str, Any]]:
        cursor, size = super().get_schema_operation_parameters(view)
        number = {"minimum": 1, "maximum": self.max_page_size}
        size["schema"] |= number | {"default": self.page_size}
        cursor["description"] = "From `next` or `previous`; any other is refused."
        count = {
            "name": "count",
            "in": "query",
            "description": "Whether to tell how many match, which costs reading them.",
            "schema": {"type": "boolean", "default": False},
        }
        return [cursor, size, count]
