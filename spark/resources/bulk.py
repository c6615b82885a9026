"""`POST …/bulk/<verb>`: up to 1,000 rows at once, and a job for what takes long."""

from functools import partial
from http import HTTPStatus
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response

from spark.resources import jobs
from spark.resources.declared import Resource, Write, WriteMany
from spark.resources.following import State, page, with_urls
from spark.resources.many import Outcome
from spark.rest.problems import check_parameters, problem
from spark.rest.repeats import once
from spark.rest.views import SystemView

MOST = 1000


class ManySerializer(serializers.Serializer):
    """The rows as they were sent; each is judged by itself."""

    atomic = serializers.BooleanField(
        default=False, help_text="All or nothing: one that can't be done stops all."
    )
    rows = serializers.ListField(min_length=1, help_text=f"At most {MOST}.")


class TooMany(APIException):
    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    default_code = "too_many_rows"


class Stopped(APIException):
    """All or nothing was wanted, and some can't be done."""

    status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    default_code = "stopped_by_rows"

    def __init__(self, results: list[Outcome]) -> None:
        super().__init__(_("Nothing was done: some of the rows can't be."))
        self.members = {"results": results}


class Many(SystemView):
    """A verb done to many rows by one request."""

    many = True
    resource: ClassVar[Resource]
    act: ClassVar[Write | WriteMany]

    @property
    def required_scope(self) -> str:
        return self.act.scope

    def said_of(self, method: str) -> str | None:
        return f"Many at once – {self.act.verb.__doc__}"

    def post(self, request: Request) -> Response:
        check_parameters(request)
        return once(request, partial(self._post, request), required=True)

    def _post(self, request: Request) -> Response:
        self.act.verb.check(request.user)
        bulk, rows = self._sent(request)
        if len(rows) > jobs.AT_ONCE:
            job = jobs.make(request.auth.application, bulk, rows)
            place = {"Location": reverse("api-job", args=[job.pk])}
            return Response(page(job, request), 202, headers=place)
        found = bulk.do(rows)
        done, results = sum(map(jobs.is_done, found)), with_urls(request, found)
        if bulk.atomic and done < len(rows):
            return problem(Stopped(results), {})
        counts = {"rows": len(rows), "done": done, "not_done": len(rows) - done}
        told = {"state": State.DONE, "counts": counts | {"waiting": 0}}
        return Response(told | {"results": results, "next": None})

    def _sent(self, request: Request) -> tuple[jobs.Bulk, list[Any]]:
        sent = ManySerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        rows, atomic = sent.validated_data["rows"], sent.validated_data["atomic"]
        if len(rows) > MOST:
            raise TooMany(_("At most %(most)d rows in one request.") % {"most": MOST})
        given = {n: v for n, v in request.data.items() if n not in sent.fields}
        shared = self.act.shared(data=given, context={"request": request})
        shared.is_valid(raise_exception=True)
        return jobs.Bulk(self.resource, self.act, request.user, given, atomic), rows
