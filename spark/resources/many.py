"""A verb done to many rows of a resource, with what became of each."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db.models import Model
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import APIException, ValidationError

from spark.accounts.models import User
from spark.errors import Refused
from spark.records.many import where_possible
from spark.resources.declared import Resource, Write
from spark.rest.problems import problem
from spark.rest.repeats import plain
from spark.rest.versions import check_version, version_of

Outcome = dict[str, Any]
LARGEST_KEY = 2**63 - 1


def row_of(resource: Resource, write: Write) -> type[serializers.Serializer]:
    """What is sent for each row: what one is given by itself, and which it is."""
    own = {
        "id": serializers.IntegerField(min_value=1, max_value=LARGEST_KEY),
        "if_match": serializers.CharField(
            required=False, help_text="The ETag of the version you mean, or * for any."
        ),
    }
    verb = write.verb.name.replace("-", " ").title().replace(" ", "")
    name = f"{resource.singular.title()}{verb}RowSerializer"
    return type(name, (write.given,), own | {"__doc__": write.verb.__doc__})


@dataclass
class _Row:
    index: int
    pk: int
    seen: str | None
    given: dict[str, Any]


@dataclass
class Acts:
    """Doing a verb to rows there are, each as if it were sent by itself."""

    resource: Resource
    write: Write
    user: User
    outcomes: dict[int, Outcome] = field(default_factory=dict, init=False)

    def __call__(self, rows: Sequence[Any]) -> list[Outcome]:
        self.write.verb.check(self.user)
        ready = self._ready(list(self._read(rows)))
        done: list[_Row] = []
        for given, alike in groupby(ready, key=lambda pair: pair[0].given):
            done += self._act(given, list(alike))
        self._show(done)
        return [self.outcomes[index] for index in range(len(rows))]

    def _read(self, rows: Iterable[Any]) -> Iterator[_Row]:
        """Those that are understood."""
        shape, named = row_of(self.resource, self.write)(), set()
        for index, row in enumerate(rows):
            try:
                given = dict(shape.run_validation(row))
                if given["id"] in named:
                    raise ValidationError({"id": [_("A row before names it too.")]})
            except ValidationError as error:
                self._fail(index, error)
            else:
                named.add(given["id"])
                seen = given.pop("if_match", None)
                yield _Row(index, given.pop("id"), seen, given)

    def _ready(self, rows: list[_Row]) -> list[tuple[_Row, Model]]:
        """Those that can be done by what they are now, locked."""
        door, wanted = self.resource.door, [row.pk for row in rows]
        theirs = door.visible_to(self.user).filter(pk__in=wanted)
        keys = theirs.values_list("pk", flat=True)
        locked = {record.pk: record for record in door.locked(self.user, keys)}
        return [
            (row, locked[row.pk]) for row in rows if self._may(row, locked.get(row.pk))
        ]

    def _may(self, row: _Row, record: Model | None) -> bool:
        try:
            if record is None:
                raise Http404
            self.write.verb.check(self.user, record)
            check_version(row.seen, self.resource.serializer(record).data)
            if not self.write.verb.possible(record):
                raise Refused("state-moved")
        except (Http404, Refused, APIException) as error:
            self._fail(row.index, error)
            return False
        return True

    def _act(
        self, given: dict[str, Any], alike: list[tuple[_Row, Model]]
    ) -> list[_Row]:
        rows = {record.pk: row for row, record in alike}
        done, refused = where_possible(
            self.write.verb, self.user, [record for _row, record in alike], given
        )
        for record, error in refused:
            self._fail(rows[record.pk].index, error)
        return [rows[record.pk] for record in done]

    def _show(self, done: list[_Row]) -> None:
        rows = {row.pk: row for row in done}
        self.outcomes |= {row.index: {"status": 204, "id": row.pk} for row in done}
        for record in self.resource.door.visible_to(self.user).filter(pk__in=rows):
            index = rows[record.pk].index
            self.outcomes[index] = shown(self.resource, record)

    def _fail(self, index: int, error: Exception) -> None:
        self.outcomes[index] = failed(error)


def shown(resource: Resource, record: Model, status: int = 200) -> Outcome:
    """What became of a row that was done."""
    key = getattr(record, resource.lookup)
    return {
        "status": status,
        "id": record.pk,
        "url": reverse(f"api-{resource.singular}", kwargs={resource.lookup: key}),
        "etag": version_of(resource.serializer(record).data),
    }


def failed(error: Exception) -> Outcome:
    """What became of a row that wasn't: the problem it would have been by itself."""
    response = problem(error, {})
    if response is None:
        raise error
    return {"status": response.status_code, "problem": plain(response.data)}
