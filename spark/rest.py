"""The API's base: pages by cursor, and problem bodies (RFC 9457)."""

from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.pagination import CursorPagination as DRFCursorPagination
from rest_framework.response import Response
from rest_framework.views import exception_handler

from spark.errors import Refused, words


class CursorPagination(DRFCursorPagination):
    """Pages by key, as fast at the end as at the start; `page_size` up to 200."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200
    ordering = "-pk"


def problem(error: Exception, context: dict) -> Response | None:
    """Every error as `application/problem+json`, with its `errors` if it has any."""
    if isinstance(error, Refused):
        said = words(error)
        body = {
            "type": f"urn:spark:refused:{said.code}",
            "title": said.text,
            "detail": " ".join(filter(None, [said.way_out, said.source])),
        }
        return _problem(body, error.status)
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


def _problem(body: dict, status: int, headers: dict | None = None) -> Response:
    kept = {k: v for k, v in (headers or {}).items() if k != "Content-Type"}
    return Response(
        body | {"status": status},
        status=status,
        headers=kept,
        content_type="application/problem+json",
    )
