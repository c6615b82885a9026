"""Whatever goes wrong at the API, as `application/problem+json` (RFC 9457).

`code` stays the same over versions and languages; `errors` names each wrong field by a
JSON pointer, or the parameter of the address.
"""

import sys
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import structlog
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.defaults import page_not_found
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import exception_handler

from spark.errors import Refused, words

PROBLEM = "application/problem+json"
OFTEN, HOUR = HTTPStatus.TOO_MANY_REQUESTS, "3600"


class WrongParameters(exceptions.ValidationError):
    """What is wrong with the address, by parameter."""


def check_parameters(request: Request, *known: str) -> None:
    """Refuse an address with other parameters; raises `WrongParameters`."""
    strange = request.query_params.keys() - {*known}
    if strange:
        said = [_("There is no such parameter.")]
        raise WrongParameters(dict.fromkeys(sorted(strange), said))


def unknown_choice(field: str) -> exceptions.ValidationError:
    """That what a field names isn't there, or isn't theirs."""
    said = _("This isn't there any more, or isn't yours.")
    return exceptions.ValidationError({field: [said]}, "does_not_exist")


class Precondition(exceptions.APIException):
    """The request says no `If-Match`, or one of a version that is no more."""

    status_code = HTTPStatus.PRECONDITION_REQUIRED
    default_code = "precondition_required"


class RepeatedWrongly(exceptions.APIException):
    """An `Idempotency-Key` that was used for something else, or is in use."""

    status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    default_code = "idempotency_key_reused"


def broken(request: HttpRequest) -> HttpResponse:
    """What nobody caught: 503 while the database is busy, else 500; page or problem."""
    status = 503 if isinstance(sys.exc_info()[1], OperationalError) else 500
    headers = {"Retry-After": "30"} if status == 503 else {}
    if not _is_for_systems(request):
        page = render_to_string(f"{status}.html")
        return HttpResponse(page, status=status, headers=headers)
    said = {
        500: ("broken", _("Something broke on our side; nothing was changed.")),
        503: (
            "busy",
            _("The database is busy or can't be reached; nothing was changed."),
        ),
    }
    return _plain(status, *said[status], headers)


def unknown(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 for an address that there isn't; page or problem."""
    if not _is_for_systems(request):
        return page_not_found(request, exception)
    translation.activate(translation.get_language_from_request(request))
    return _plain(404, "not_found", _("There is no such address."))


def _is_for_systems(request: HttpRequest) -> bool:
    return request.path.startswith(("/api/", "/oauth/"))


def _plain(
    status: int, code: str, detail: str, headers: dict[str, str] | None = None
) -> HttpResponse:
    """A problem where no view of the API answers."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "code": code}
    return JsonResponse(
        body | {"detail": detail, "status": status} | _instance(),
        status=status,
        headers=headers,
        content_type=PROBLEM,
    )


def problem(error: Exception, context: dict) -> Response | None:
    """Every error that a view may answer with; None for a fault of ours."""
    if isinstance(error, Refused):
        later = {"Retry-After": HOUR} if error.status == OFTEN else None
        return _problem(refusal(error), error.status, later)
    if isinstance(error, Http404):
        error = exceptions.NotFound(_("No such record, or not at your campus."))
    response = exception_handler(error, context)
    if response is None:
        return None
    body = {"type": "about:blank", "title": response.status_text}
    if isinstance(error, exceptions.ValidationError):
        name = "parameter" if isinstance(error, WrongParameters) else "pointer"
        found = list(_errors(error.get_full_details(), name))
        body |= {"title": _("Some fields are wrong."), "errors": found}
        body["code"] = "invalid"
    elif isinstance(error, exceptions.APIException):
        body["detail"] = str(error.detail)
        body["code"] = str(error.get_codes())
        body |= getattr(error, "members", {})
    headers = dict(response.headers) | getattr(error, "headers", {})
    return _problem(body, response.status_code, headers)


def _errors(found: Any, name: str, path: str = "") -> Iterator[dict[str, str]]:
    """Each message of DRF's nested ones, with where it belongs."""
    if isinstance(found, dict) and set(found) == {"message", "code"}:
        place = path.removeprefix("/") if name == "parameter" else f"#{path}"
        yield {name: place, "detail": str(found["message"]), "code": found["code"]}
    elif isinstance(found, dict):
        for key, inner in found.items():
            own = key not in ("non_field_errors",)
            yield from _errors(inner, name, f"{path}/{key}" if own else path)
    else:
        for number, inner in enumerate(found):
            nested = not {"message", "code"} >= set(inner)
            yield from _errors(inner, name, f"{path}/{number}" if nested else path)


def refusal(refused: Refused) -> dict:
    """The problem that a refusal is."""
    said = words(refused)
    return {
        "type": f"urn:spark:refused:{said.code}",
        "title": said.text,
        "detail": " ".join(filter(None, [said.way_out, said.source])),
        "code": said.code,
        "status": refused.status,
    }


def _problem(body: dict, status: int, headers: dict | None = None) -> Response:
    kept = {k: v for k, v in (headers or {}).items() if k != "Content-Type"}
    return Response(
        body | {"status": status} | _instance(),
        status=status,
        headers=kept,
        content_type=PROBLEM,
    )


def _instance() -> dict[str, str]:
    """By which request we find it in our logs, if somebody asks."""
    request_id = structlog.contextvars.get_contextvars().get("request_id")
    return {"instance": f"urn:uuid:{request_id}"} if request_id else {}
