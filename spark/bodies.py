"""How large a request's body may be: 10 MB, more where a view takes larger files."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import resolve
from rest_framework.serializers import Serializer

from spark import htmx
from spark.accounts.scope import Request
from spark.errors import Refused
from spark.rest.problems import PROBLEM, refusal

MB = 2**20
LIMIT = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
# What a form sends beside its file; and who misses the limit by little, reads the
# form's own words on it.
BESIDE = 2 * MB
PROXYS_WORD = "HTTP_X_BODY_TOO_LARGE"  # of one in front that has cut the body off

Form = type[forms.BaseForm] | type[Serializer] | None


class FileField(forms.FileField):
    """A file of up to `limit` bytes; the form's action refuses a larger one."""

    def __init__(self, *, limit: int, **options: Any) -> None:
        super().__init__(**options)
        self.limit = limit


def takes(form: Form | Callable[..., Form]) -> Callable:
    """Declares on a view which form or serializer it takes, or how its address tells.

    Their file fields have a `limit`.
    """

    def declare(view: Callable) -> Callable:
        view.takes = form  # type: ignore[attr-defined]
        return view

    return declare


def files_of(path: str) -> int:
    """How large the files may be that the view at this address takes."""
    try:
        match = resolve(path)
        form: Any = getattr(match.func, "takes", None)
        if form and not isinstance(form, type):
            form = form(*match.args, **match.kwargs)
    except Http404:
        return 0
    return _files(form) if form else 0


@cache
def _files(form: Any) -> int:
    fields = form.base_fields if issubclass(form, forms.BaseForm) else form().fields
    return sum(getattr(field, "limit", 0) for field in fields.values())


def limit_of(path: str) -> int:
    """Known before anything of the body is read."""
    files = files_of(path)
    return max(LIMIT, files + BESIDE if files else 0)


class LimitMiddleware:
    """Answers what is too large, for whoever sent it, before a view looks at it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        size = int(request.META.get("CONTENT_LENGTH") or 0)
        cut = PROXYS_WORD in request.META
        if not cut and (size <= LIMIT or size <= limit_of(request.path_info)):
            return self.get_response(request)
        most = max(LIMIT, files_of(request.path_info))
        refused = Refused("body-too-large", status=413, limit=most // MB)
        if request.path_info.startswith(("/api/", "/oauth/")):
            return JsonResponse(refusal(refused), status=413, content_type=PROBLEM)
        return htmx.refuse(request, refused)
