"""What systems do to rows: making one, changing, removing it, and its other verbs."""

from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

from django.db.models import Model
from rest_framework.request import Request
from rest_framework.response import Response

from spark.resources.declared import Write
from spark.resources.reading import Detail, List, Rows
from spark.rest.repeats import once
from spark.rest.versions import check_version, version_of
from spark.rest.views import minimal


class Collection(List):
    """The list, and to make another one."""

    @property
    def writes(self) -> Mapping[str, Write]:
        return {"POST": self.resource.create} if self.resource.create else {}

    def post(self, request: Request) -> Response:
        return minimal(request, once(request, partial(self._create, request)))

    def _create(self, request: Request) -> Response:
        write, user = self.writes["POST"], request.user
        write.verb.check(user)
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        made: Model = write.verb(actor=user, **given.validated_data)
        return _answer(self, made.pk, 202 if write.is_begun else 201, made)


class Writing(Rows):
    """To do a verb to the version you saw; the answer is the row as it is then."""

    versioned = True

    def write_once(self, request: Request) -> Response:
        return minimal(request, once(request, partial(self._write, request)))

    def _write(self, request: Request) -> Response:
        door, user = self.resource.door, request.user
        write = self.writes[str(request.method)]
        verb = write.verb
        seen = self.get_object()
        verb.check(user, seen)
        partially = request.method == "PATCH"
        given = self.get_serializer(data=request.data, partial=partially)
        given.is_valid(raise_exception=True)
        (row,) = door.locked(user, [seen.pk])
        check_version(request.headers.get("If-Match"), self.shown(row))
        result = verb.to_one(actor=user, pk=row.pk, **given.validated_data)
        if request.method == "DELETE":
            return Response(status=204)
        return _answer(self, row.pk, 202 if write.is_begun else 200, result)


class One(Detail, Writing):
    """One row, and to change or remove it."""

    @property
    def writes(self) -> Mapping[str, Write]:
        known = {"PATCH": self.resource.update, "DELETE": self.resource.remove}
        return {method: write for method, write in known.items() if write}

    def patch(self, request: Request, **kwargs: Any) -> Response:
        return self.write_once(request)

    def delete(self, request: Request, **kwargs: Any) -> Response:
        return self.write_once(request)


class Act(Writing):
    """One of a row's verbs."""

    act: ClassVar[Write]

    @property
    def writes(self) -> Mapping[str, Write]:
        return {"POST": self.act}

    def post(self, request: Request, **kwargs: Any) -> Response:
        return self.write_once(request)


def _answer(view: Rows, pk: int, status: int, result: Any) -> Response:
    """The row as it is now; of what was made or begun also where it is."""
    name, shown = view.now(pk)
    headers = {"ETag": version_of(shown)}
    if status in {201, 202}:
        headers["Location"] = view.address_of(name)
    more = view.write and view.write.answer
    return Response(more(result).data if more else shown, status, headers=headers)
