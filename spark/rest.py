"""The API's base: pages by cursor, and problem bodies (RFC 9457)."""

import sys
from http import HTTPStatus

from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
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
