"""`POST …/bulk/<verb>`: up to 1,000 rows at once, and jobs for what takes long."""

from collections.abc import Mapping
from enum import StrEnum
from functools import partial
from http import HTTPStatus
from typing import Any, ClassVar

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response

from spark.resources import jobs
from spark.resources.declared import Write
from spark.resources.many import Outcome
from spark.resources.reading import Rows
from spark.rest.models import Job
from spark.rest.problems import WrongParameters, problem
from spark.rest.repeats import once
from spark.rest.schema import ProblemSerializer
from spark.rest.views import SystemView

MOST = 1000


class State(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"


class ManySerializer(serializers.Serializer):
    """The rows as they were sent; each is judged by itself."""

    atomic = serializers.BooleanField(
        default=False, help_text="All or nothing: one that can't be done stops all."
    )
    rows = serializers.ListField(min_length=1, help_text=f"At most {MOST}.")


class OutcomeSerializer(serializers.Serializer):
    """What became of one row."""

    index = serializers.IntegerField(help_text="Of the row as it was sent, from 0.")
    status = serializers.IntegerField(help_text="As if it had been sent by itself.")
    id = serializers.IntegerField(required=False)
    url = serializers.CharField(required=False)
    etag = serializers.CharField(required=False)
    problem = ProblemSerializer(
        required=False, help_text="Why it wasn't done; pointers lead into the row."
    )


class CountsSerializer(serializers.Serializer):
    rows = serializers.IntegerField()
    done = serializers.IntegerField()
    not_done = serializers.IntegerField()
    waiting = serializers.IntegerField()


class OutcomesSerializer(serializers.Serializer):
    """What became of many rows, as far as they are done."""

    state = serializers.ChoiceField(
        [state.value for state in State],
        help_text="`stopped`: all or nothing was wanted, and `results` forbid it.",
    )
    counts = CountsSerializer()
    results = OutcomeSerializer(many=True)
    next = serializers.CharField(allow_null=True, help_text="More results.")


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


class Bulk(Rows):
    """One of a resource's verbs, to many rows by one request."""

    act: ClassVar[Write]

    @property
    def writes(self) -> Mapping[str, Write]:
        return {"POST": self.act}

    def post(self, request: Request) -> Response:
        return once(request, partial(self._post, request), required=True)

    def _post(self, request: Request) -> Response:
        self.act.verb.check(request.user)
        sent = ManySerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        rows, atomic = sent.validated_data["rows"], sent.validated_data["atomic"]
        if len(rows) > MOST:
            raise TooMany(_("At most %(most)d rows in one request.") % {"most": MOST})
        if len(rows) > jobs.AT_ONCE:
            job = jobs.make(request, self.resource, self.act, rows, atomic=atomic)
            place = {"Location": reverse("api-job", args=[job.pk])}
            return Response(page(job, request), 202, headers=place)
        found = jobs.outcomes_of(
            self.resource, self.act, request.user, rows, atomic=atomic
        )
        done = sum(map(jobs.is_done, found))
        results = _with_urls(request, found)
        if atomic and done < len(rows):
            return problem(Stopped(results), {})
        counts = {"rows": len(rows), "done": done, "not_done": len(rows) - done}
        counts["waiting"] = 0
        return Response(
            {"state": State.DONE, "counts": counts, "results": results, "next": None}
        )


FIRST = OpenApiParameter(
    "first",
    {"type": "integer", "minimum": 0},
    description="The first row to tell of; take it from `next`.",
)


class JobView(SystemView):
    """Rows that take longer, and what became of them so far; kept for seven days."""

    @cached_property
    def job(self) -> Job:
        own = Job.objects.filter(application=self.request.auth.application)
        found = own.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    @property
    def required_scope(self) -> str:
        """The one by which it was made."""
        if getattr(self, "swagger_fake_view", False):
            return ""
        return jobs.write_of(self.job)[1].scope

    @extend_schema(parameters=[FIRST], responses=OutcomesSerializer)
    def get(self, request: Request, pk: int) -> Response:
        wrong = {
            name: [_("There is no such parameter.")]
            for name in request.query_params
            if name != "first"
        }
        given = request.query_params.get("first", "0")
        if not (given.isascii() and given.isdigit() and len(given) < 5):
            wrong["first"] = [_("A whole number from 0 to %(most)d.") % {"most": MOST}]
        if wrong:
            raise WrongParameters(wrong)
        return Response(page(self.job, request, int(given)))


def page(job: Job, request: Request, first: int = 0) -> dict[str, Any]:
    """A stretch of a job's outcomes, as far as there are any."""
    counts = jobs.counts_of(job)
    portion = job.portions.filter(first__lte=first).latest("first")
    then = portion.first + portion.size
    address = request.build_absolute_uri(reverse("api-job", args=[job.pk]))
    return {
        "state": _state(job, counts),
        "counts": {name: counts[name] for name in CountsSerializer().fields},
        "results": _with_urls(request, portion.outcomes or []),
        "next": f"{address}?first={then}" if then < counts["rows"] else None,
    }


def _state(job: Job, counts: dict[str, int]) -> str:
    if counts["waiting"]:
        return State.RUNNING if counts["begun"] else State.QUEUED
    return State.STOPPED if job.atomic and not counts["done"] else State.DONE


def _with_urls(request: Request, found: list[Outcome]) -> list[Outcome]:
    """Whole addresses, which a job doesn't know."""
    whole = request.build_absolute_uri
    return [row | ({"url": whole(row["url"])} if "url" in row else {}) for row in found]
