"""A job of many rows, followed by who sent them: what became of each so far."""

from enum import StrEnum
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from spark.resources import jobs
from spark.resources.declared import RESOURCES
from spark.resources.many import Outcome
from spark.rest.models import Job
from spark.rest.problems import WrongParameters, check_parameters
from spark.rest.schema import ProblemSerializer
from spark.rest.views import SystemView


class State(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"


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
        return jobs.bulk_of(self.job).write.scope

    @property
    def scopes(self) -> list[str]:
        known = (write for each in RESOURCES.values() for write in each.many)
        return sorted({write.scope for write in known})

    @extend_schema(parameters=[FIRST], responses=OutcomesSerializer)
    def get(self, request: Request, pk: int) -> Response:
        return Response(page(self.job, request, _first(request)))


def _first(request: Request) -> int:
    """Raises WrongParameters."""
    check_parameters(request, FIRST.name)
    given = request.query_params.get(FIRST.name, "0")
    if not (given.isascii() and given.isdigit() and len(given) < 10):
        raise WrongParameters({FIRST.name: [_("A whole number from 0 on.")]})
    return int(given)


def page(job: Job, request: Request, first: int = 0) -> dict[str, Any]:
    """A stretch of a job's outcomes, as far as there are any."""
    counts = jobs.counts_of(job)
    portion = job.portions.filter(first__lte=first).latest("first")
    then = portion.first + portion.size
    address = request.build_absolute_uri(reverse("api-job", args=[job.pk]))
    return {
        "state": _state(job, counts),
        "counts": {name: counts[name] for name in CountsSerializer().fields},
        "results": with_urls(request, portion.outcomes or []),
        "next": f"{address}?first={then}" if then < counts["rows"] else None,
    }


def _state(job: Job, counts: dict[str, int]) -> str:
    if counts["waiting"]:
        return State.RUNNING if counts["begun"] else State.QUEUED
    return State.STOPPED if job.atomic and not counts["done"] else State.DONE


def with_urls(request: Request, found: list[Outcome]) -> list[Outcome]:
    """Whole addresses, which a job doesn't know."""
    whole = request.build_absolute_uri
    return [row | ({"url": whole(row["url"])} if "url" in row else {}) for row in found]
