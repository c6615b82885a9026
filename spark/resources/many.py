"""Many rows of a resource, sent at once, and what became of each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import Model
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import APIException, ValidationError

from spark.accounts.models import User
from spark.errors import Refused
from spark.records.many import where_possible
from spark.resources.declared import Resource, Write, WriteMany
from spark.resources.shapes import shape_of
from spark.rest.problems import problem
from spark.rest.repeats import plain
from spark.rest.versions import check_version, version_of

Outcome = dict[str, Any]
LARGEST_KEY = 2**63 - 1


class Asked(NamedTuple):
    """Who asks."""

    user: User


@dataclass
class Rows:
    """Rows as they were sent; `outcomes` by where they stand among them."""

    resource: Resource
    user: User
    outcomes: dict[int, Outcome] = field(default_factory=dict, init=False)

    def _read(
        self, shape: serializers.Serializer, rows: Iterable[Any]
    ) -> Iterator[tuple[int, dict[str, Any]]]:
        """Those that are well formed."""
        for index, row in enumerate(rows):
            try:
                yield index, dict(shape.run_validation(row))
            except ValidationError as error:
                self._fail(index, error)

    @property
    def _context(self) -> dict[str, Any]:
        """Of the request, serializers ask who it is of; a job has none."""
        return {"request": Asked(self.user)}

    def _fail(self, index: int, error: Exception) -> None:
        self.outcomes[index] = failed(error)

    def _show(self, done: Mapping[int, int], made: Iterable[int] = ()) -> None:
        """Tell of the rows that were done, by their keys, how they are then."""
        made, name = set(made), f"api-{self.resource.singular}"
        self.outcomes |= {i: {"status": 204, "id": pk} for pk, i in done.items()}
        for pk, key, shown in self._shown(done):
            self.outcomes[done[pk]] = {
                "status": 201 if pk in made else 200,
                "id": pk,
                "url": reverse(name, kwargs={self.resource.lookup: key}),
                "etag": version_of(shown),
            }

    def _shown(self, keys: Iterable[int]) -> Iterator[tuple[int, Any, Mapping]]:
        """Of each row its key, what names it in addresses, and what is shown of it."""
        lookup, serializer = self.resource.lookup, self.resource.serializer
        rows = self.resource.door.visible_to(self.user).filter(pk__in=keys)
        if (shape := shape_of(serializer)) is None:  # type: ignore[arg-type]
            for row in rows:
                yield row.pk, getattr(row, lookup), self._whole(row)
        else:
            for one in shape.read(rows, "pk", lookup):
                yield one["pk"], one[lookup], next(shape.shown([one]))

    def _whole(self, row: Model) -> Mapping[str, Any]:
        return self.resource.serializer(row, context=self._context).data


def failed(error: Exception) -> Outcome:
    """What became of a row that wasn't done: the problem it would be by itself."""
    response = problem(error, {})
    if response is None:
        raise error
    return {"status": response.status_code, "problem": plain(response.data)}


def row_of(resource: Resource, write: Write) -> type[serializers.Serializer]:
    """What is sent for each row of an act: what one is given, and which it is."""
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
class _Meant:
    """A row of an act: which row there is, as it was seen, and what is given."""

    index: int
    pk: int
    seen: str | None
    given: dict[str, Any]


@dataclass
class Acts(Rows):
    """A verb done to rows there are, each as if it were sent by itself."""

    write: Write

    def do(self, rows: Sequence[Any]) -> list[Outcome]:
        self.write.verb.check(self.user)
        ready = self._ready(list(self._meant(rows)))
        done: dict[int, int] = {}
        for given, alike in groupby(ready, key=lambda pair: pair[0].given):
            done |= self._act(given, list(alike))
        self._show(done)
        return [self.outcomes[index] for index in range(len(rows))]

    def _meant(self, rows: Sequence[Any]) -> Iterator[_Meant]:
        shape, named = row_of(self.resource, self.write)(context=self._context), set()
        for index, given in self._read(shape, rows):
            pk, seen = given.pop("id"), given.pop("if_match", None)
            if pk in named:
                said = _("A row before names it too.")
                self._fail(index, ValidationError({"id": [said]}))
                continue
            named.add(pk)
            yield _Meant(index, pk, seen, given)

    def _ready(self, rows: list[_Meant]) -> list[tuple[_Meant, Model]]:
        """Those that can be done by what they are now, locked."""
        door, wanted = self.resource.door, [row.pk for row in rows]
        theirs = door.visible_to(self.user).filter(pk__in=wanted)
        keys = theirs.values_list("pk", flat=True)
        locked = {record.pk: record for record in door.locked(self.user, keys)}
        ready = []
        for row in rows:
            try:
                ready.append((row, self._checked(row, locked)))
            except (Http404, Refused, APIException) as error:
                self._fail(row.index, error)
        return ready

    def _checked(self, row: _Meant, locked: Mapping[int, Model]) -> Model:
        if row.pk not in locked:
            raise Http404
        record = locked[row.pk]
        self.write.verb.check(self.user, record)
        check_version(row.seen, self._whole(record))
        if not self.write.verb.possible(record):
            raise Refused("state-moved")
        return record

    def _act(
        self, given: dict[str, Any], alike: list[tuple[_Meant, Model]]
    ) -> dict[int, int]:
        """The places of those that were done, by key."""
        places = {record.pk: row.index for row, record in alike}
        done, refused = where_possible(
            self.write.verb, self.user, [record for _row, record in alike], given
        )
        for record, error in refused:
            self._fail(places[record.pk], error)
        return {record.pk: places[record.pk] for record in done}


@dataclass
class Takes(Rows):
    """Rows handed to a verb that takes many, as an upsert does.

    Args:
        first: the place of the first row among all that were sent.
    """

    write: WriteMany
    given: dict[str, Any]
    first: int = 0

    def do(self, rows: Sequence[Any]) -> list[Outcome]:
        self.write.verb.check(self.user)
        given = self.write.given(data=self.given, context=self._context)
        given.is_valid(raise_exception=True)
        read = dict(self._read(self.write.row(context=self._context), rows))
        results = self.write.verb(
            actor=self.user, rows=list(read.values()), **given.validated_data
        )
        done, made = {}, set()
        for index, result in zip(read, results, strict=True):
            if isinstance(result, Exception):
                self._fail(index, self._placed(result, list(read)))
                continue
            pk, new = self.write.became(result)
            done[pk] = index
            made |= {pk} if new else set()
        self._show(done, made)
        return [self.outcomes[index] for index in range(len(rows))]

    def _placed(self, refused: Exception, places: Sequence[int]) -> Exception:
        """With the number that another row has among all that were sent."""
        if isinstance(refused, Refused) and "row" in refused.facts:
            refused.facts["row"] = self.first + places[refused.facts["row"] - 1] + 1
        return refused
