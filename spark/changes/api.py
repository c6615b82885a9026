"""`GET /api/v1/changes`: follow what happens to your own people without missing any.

Read on from `next` for ever: nothing is skipped and nothing told twice, whoever writes
meanwhile. What was changed is fetched at its `url`.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from spark import clock
from spark.accounts.roles import Role
from spark.accounts.scope import EVERYTHING, Door
from spark.audit import trail
from spark.changes.models import Change, Kind, Reading
from spark.changes.ordering import put_in_order
from spark.errors import Refused
from spark.rest.paging import LARGEST, size_of_page
from spark.rest.problems import WrongParameters, check_parameters
from spark.rest.views import SystemView

CHANGES: Door[Change] = Door(
    Change,
    sees={
        Role.CLIENT: lambda grants: grants.over(Role.CLIENT),
        Role.OFFICE: lambda grants: EVERYTHING,
    },
)
READ = ("resource", "object_key", "kind", "verb", "at", "position")
PAGE = 100
NOW = "now"


class ChangeSerializer(serializers.Serializer):
    """What happened to one row, not how the row is: that is at `url`."""

    type = serializers.CharField(
        read_only=True,
        help_text="What was done, as the history of the row calls it; else"
        " `<resource>.insert`, `.update` or `.delete`.",
    )
    resource = serializers.CharField()
    id = serializers.IntegerField()
    url = serializers.CharField(
        read_only=True, allow_null=True, help_text="Null if the row is gone."
    )
    at = serializers.DateTimeField()


class ChangesSerializer(serializers.Serializer):
    """A stretch of the changes, oldest first."""

    results = ChangeSerializer(many=True)
    next = serializers.CharField(help_text="Where to read on: give it as `after`.")
    has_more = serializers.BooleanField(help_text="Read on at once, don't wait.")


AFTER = OpenApiParameter(
    "after",
    description="`next` of the stretch before; `now` for where things stand; else from"
    " the oldest change that is kept.",
)
PAGE_SIZE = OpenApiParameter(
    "page_size", {"type": "integer", "minimum": 1, "maximum": LARGEST}
)


@method_decorator(login_not_required, name="dispatch")
class ChangesView(SystemView):
    """Every change to your own people and their records, in the order of commits.

    Kept for 90 days: who comes back later gets 410, reads the lists again and follows
    from a `next` taken before that, by `after=now`.
    """

    required_scope = "changes:read"

    @extend_schema(parameters=[AFTER, PAGE_SIZE], responses=ChangesSerializer)
    def get(self, request: Request) -> Response:
        check_parameters(request, "after", "page_size")
        size, given = size_of_page(request, PAGE), request.query_params.get("after")
        reading, waiting = put_in_order()
        after = reading.last if given == NOW else _position(given, reading)
        internal = [name for name, title in trail.TITLES.items() if title.internal]
        rows = (
            CHANGES.visible_to(request.user)
            .filter(Q(position__gt=after) & Q(position__lte=reading.last))
            .exclude(verb__in=internal)
            .order_by("position")
            .values(*READ)[: size + 1]
        )
        found = list(rows)
        more = len(found) > size
        last = (found[size - 1]["position"] if more else None) or reading.last
        page = {
            "results": [*_told(found[:size], request)],
            "next": _cursor(last),
            "has_more": more or waiting,
        }
        return Response(page)


def _told(changes: Iterable[Mapping[str, Any]], request: Request) -> Iterator[dict]:
    """As `ChangeSerializer` says, which takes ten times as long for a hundred."""
    whole = request.build_absolute_uri
    address = cache(lambda name: whole(reverse(f"api-{name}")))
    for one in changes:
        resource, key, kind = one["resource"], one["object_key"], one["kind"]
        yield {
            "type": one["verb"] or f"{resource}.{kind}",
            "resource": resource,
            "id": key,
            "url": None if kind == Kind.DELETE else f"{address(resource)}/{key}",
            "at": clock.local(one["at"]).isoformat(),
        }


def _cursor(position: int) -> str:
    return urlsafe_b64encode(f"p{position}".encode()).decode().rstrip("=")


def _position(given: str | None, reading: Reading) -> int:
    """The position a cursor stands for.

    Raises:
        ValidationError: it is none of ours.
        Refused: changes-forgotten, if changes after it are no longer kept.
    """
    if given is None:
        return reading.forgotten
    try:
        text = urlsafe_b64decode(given + "=" * (-len(given) % 4)).decode("ascii")
    except (Error, ValueError):
        text = ""
    number = text.removeprefix("p")
    if _cursor_is_ours(text, number) and int(number) <= reading.last:
        if int(number) < reading.forgotten:
            raise Refused("changes-forgotten", status=410)
        return int(number)
    raise WrongParameters({"after": [_("This is no cursor of ours.")]})


def _cursor_is_ours(text: str, number: str) -> bool:
    return text == f"p{number}" and number.isdecimal() and len(number) < 19
