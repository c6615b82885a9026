"""A candidate by the college's own key: the student number, within a batch."""

from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

from django.http import Http404
from django.urls import reverse
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from candidates.lists.api.given import UpsertGiven
from candidates.register.access import CANDIDATES
from candidates.register.api import Label
from candidates.register.models import Batch, Candidate
from candidates.rosters import access
from candidates.rosters.actions import hold_intake, sync_candidates
from spark.campuses.models import Campus
from spark.errors import Refused
from spark.resources import RESOURCES, Resource, Write
from spark.resources.reading import FIELDS, Rows
from spark.rest.problems import WrongParameters
from spark.rest.repeats import once
from spark.rest.versions import check_upsert, version_of
from spark.rest.views import minimal

WHOLE = ("campus", "notice_version", "notice_on")  # not the row's own
NUMBER = Label(max_length=40, allow_blank=False)
UPSERT = Write(sync_candidates, UpsertGiven, "candidates:write")


class ByNumber(Rows):
    """Read who has your number, or bring them in and up to date."""

    name = "by-number"
    heading = "Read the {one} of a batch who has your student number"
    parameters = frozenset({FIELDS})
    http_method_names: ClassVar = ["get", "head", "put", "options"]

    @property
    def resource(self) -> Resource:  # type: ignore[override]
        return RESOURCES["candidates"]

    @property
    def writes(self) -> Mapping[str, Write]:
        return {"PUT": UPSERT}

    def get(self, request: Request, batch: str, student_number: str) -> Response:
        number = _number(student_number)
        rows = self.get_queryset().filter(batch__slug=batch)
        row = _single(rows.filter(student_number=number))
        if row is None:
            raise Http404
        version = version_of(self.shown(row))
        return Response(self.get_serializer(row).data, headers={"ETag": version})

    def put(self, request: Request, batch: str, student_number: str) -> Response:
        sync_candidates.check(request.user)
        put = partial(self._put, request, batch, _number(student_number))
        return minimal(request, once(request, put))

    def _put(self, request: Request, slug: str, number: str) -> Response:
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        row: dict[str, Any] = dict(given.validated_data)
        whole = {name: row.pop(name) for name in WHOLE if name in row}
        batch = access.batch_of(request.user, slug)
        if batch is None:
            raise Http404
        self._check_version(request, batch, whole["campus"], number)
        row["student_number"] = number
        (result,) = sync_candidates(
            actor=request.user, batch=batch, rows=[row], **whole
        )
        if isinstance(result, Refused):
            raise result
        return self._answered(result.candidate.pk, new=result.outcome == "added")

    def _check_version(
        self, request: Request, batch: Batch, campus: Campus, number: str
    ) -> None:
        """Under the lock that other systems wait for, too."""
        if not {"If-Match", "If-None-Match"} & set(request.headers):
            return
        hold_intake(request.user, batch, campus)
        rows = self.get_queryset().filter(batch=batch, campus=campus)
        row = _single(rows.filter(student_number=number))
        if row is not None:
            (row,) = CANDIDATES.locked(request.user, [row.pk])
        check_upsert(request.headers, None if row is None else self.shown(row))

    def _answered(self, pk: int, *, new: bool) -> Response:
        shown = self.shown(CANDIDATES.get(self.request.user, pk))
        headers = {"ETag": version_of(shown)}
        if new:
            headers["Location"] = reverse("api-candidate", kwargs={"pk": pk})
        return Response(shown, 201 if new else 200, headers=headers)


def _number(given: str) -> str:
    """As rosters and pages read it.

    Raises:
        WrongParameters: it is none.
    """
    try:
        return NUMBER.run_validation(given)
    except ValidationError as error:
        raise WrongParameters({"student_number": error.detail}) from error


def _single(rows: Any) -> Candidate | None:
    """The only one of the rows, if there is any.

    Raises:
        Refused: student-number-twice.
    """
    found = list(rows[:2])
    if len(found) > 1:
        raise Refused("student-number-twice", number=found[0].student_number)
    return found[0] if found else None
