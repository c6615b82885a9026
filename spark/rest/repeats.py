"""`Idempotency-Key`: what is sent twice is done once, and answered alike.

As draft-ietf-httpapi-idempotency-key-header-07: the answer is kept in the act's own
transaction, so there is never one without the other. What didn't get as far as the act
(a wrong field, another version) is not kept: it may be sent again, mended.
"""

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder

from spark.compiled import compiled
from spark.errors import Refused
from spark.rest.models import Answer
from spark.rest.problems import RepeatedWrongly, problem

KEPT = timedelta(hours=24)
HEADERS = ("ETag", "Location")
KEY = re.compile(r"[\x21-\x7e]{1,255}")


class InProgress(RepeatedWrongly):
    status_code = HTTPStatus.CONFLICT
    default_code = "request_in_progress"


class NoKey(RepeatedWrongly):
    status_code = HTTPStatus.BAD_REQUEST
    default_code = "idempotency_key_invalid"


def once(
    request: Request, act: Callable[[], Response], *, required: bool = False
) -> Response:
    """The answer of `act`, done in one transaction, or the one this key had before.

    Raises:
        NoKey: it is missing though required, or not 1 to 255 visible ASCII letters.
        RepeatedWrongly: the key was used for another request.
        InProgress: the first request isn't answered yet.
    """
    key = request.headers.get("Idempotency-Key")
    if key is None and not required:
        with transaction.atomic():
            return act()
    if not KEY.fullmatch(key or ""):
        raise NoKey(_("Idempotency-Key takes 1 to 255 visible ASCII letters."))
    with transaction.atomic():
        return _kept(request, key) or _keep(request, key, act)


def _kept(request: Request, key: str) -> Response | None:
    application = request.auth.application
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"answer:{application.pk}:{key}"],
        )
        if not cursor.fetchone()[0]:
            raise InProgress(_("The same request is still being worked on."))
    found = next(iter(_answers(application.pk, key)), None)
    if found is None:
        return None
    if found.asked != _asked(request):
        raise RepeatedWrongly(_("This Idempotency-Key was used for another request."))
    headers = found.headers | {"Idempotency-Replayed": "true"}
    kind = headers.pop("Content-Type", None)
    return Response(found.body, found.status, headers=headers, content_type=kind)


@compiled
def _answers(application: int, key: str) -> QuerySet[Answer]:
    return Answer.objects.filter(application=application, key=key)


def _keep(request: Request, key: str, act: Callable[[], Response]) -> Response:
    try:
        with transaction.atomic():
            response = act()
    except Refused as refused:
        if refused.status == HTTPStatus.TOO_MANY_REQUESTS:
            raise  # the same may be asked again later
        response = problem(refused, {})
    Answer.objects.create(
        application=request.auth.application,
        key=key,
        asked=_asked(request),
        status=response.status_code,
        headers=_headers(response),
        body=plain(response.data),
    )
    return response


def plain(data: Any) -> Any:
    """As JSON has it, of which nothing is left to be put into words."""
    return json.loads(json.dumps(data, cls=JSONEncoder))


def _headers(response: Response) -> dict[str, str]:
    kept = {name: response[name] for name in HEADERS if name in response}
    if response.content_type:
        kept["Content-Type"] = response.content_type
    return kept


class _Sent(JSONEncoder):
    """Of a file, its name and a hash of it."""

    def default(self, obj: Any) -> Any:
        if not isinstance(obj, UploadedFile):
            return super().default(obj)
        digest = sha256()
        for chunk in obj.chunks():
            digest.update(chunk)
        return [obj.name, digest.hexdigest()]


def _asked(request: Request) -> str:
    """A hash of method, address and what was sent, however it was laid out."""
    body = json.dumps(request.data, cls=_Sent, sort_keys=True)
    said = f"{request.method} {request.get_full_path()}\n{body}"
    return sha256(said.encode()).hexdigest()


def forget(at: datetime) -> int:
    """How many answers went that were kept long enough."""
    return Answer.objects.filter(created_at__lt=at - KEPT).delete()[0]
