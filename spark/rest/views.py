"""What every view of the API does."""

import inspect
from typing import Any, ClassVar

import structlog
from django.utils import translation
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from spark.rest import limits


class SystemView(APIView):
    """For systems: counted, in their language, each answer with its number."""

    versioned = False  # whether what is done needs `If-Match`
    many = False  # whether it is done to many rows, and needs `Idempotency-Key`
    keyed = True  # whether what is sent twice is told by `Idempotency-Key`
    # What else it refuses, by status: why, and the codes.
    refuses: ClassVar[dict[str, tuple[str, ...]]] = {}

    @property
    def scopes(self) -> list[str]:
        """One of them is needed: as `required_scope` says when it is called."""
        return [self.required_scope]

    def said_of(self, method: str) -> str | None:
        """What the API's description tells of a method, as a docstring."""
        own = inspect.getdoc(getattr(self, method.lower()))
        return own or inspect.getdoc(type(self))

    def initialize_request(self, request: Any, *args: Any, **kwargs: Any) -> Request:
        """People's pages are Chinese unless they choose; systems say what they take.

        Who describes the API has chosen: that request is none of a system's.
        """
        if not getattr(self, "swagger_fake_view", False):
            translation.activate(translation.get_language_from_request(request))
        return super().initialize_request(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """What can't be done here is said before what is wrong with it."""
        super().initial(request, *args, **kwargs)
        if request.method not in self.allowed_methods:
            raise exceptions.MethodNotAllowed(str(request.method))

    def finalize_response(
        self, request: Request, response: Any, *args: Any, **kwargs: Any
    ) -> Any:
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer["Content-Language"] = translation.get_language()
        if request_id := structlog.contextvars.get_contextvars().get("request_id"):
            answer["Request-Id"] = request_id
        limits.tell(request, answer)
        return answer


def minimal(request: Request, response: Response) -> Response:
    """`Prefer: return=minimal` (RFC 7240): what was done, without what it shows."""
    wanted = request.headers.get("Prefer", "").replace(" ", "").lower().split(",")
    if "return=minimal" not in wanted or response.status_code >= 300:
        return response
    kept = {name: response[name] for name in ("ETag", "Location") if name in response}
    status = 202 if response.status_code == 202 else 204
    applied = {"Preference-Applied": "return=minimal"}
    return Response(status=status, headers=kept | applied)
