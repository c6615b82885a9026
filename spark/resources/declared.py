"""What a room declares of its rows for systems."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch
from django.utils.functional import Promise
from rest_framework.parsers import BaseParser, JSONParser
from rest_framework.serializers import Serializer

from spark.accounts.scope import Door
from spark.accounts.verbs import Verb
from spark.conditions import Conditions

if TYPE_CHECKING:
    from spark.rest.views import SystemView


class NothingGiven(Serializer):
    """A verb that asks for nothing."""


@dataclass(frozen=True)
class Write:
    """A verb that systems may do, by a scope, and what it must be given.

    The verb is called with the serializer's validated data.

    Args:
        parser: of the body it is given in.
        is_begun: a job goes on with it, so that the answer is 202.
        answer: of what the verb returns, where the answer tells more than the row.
    """

    verb: Verb
    given: type[Serializer] = NothingGiven
    scope: str = "records:act"
    parser: type[BaseParser] = JSONParser
    is_begun: bool = False
    answer: type[Serializer] | None = None

    @property
    def is_plain(self) -> bool:
        """Whether the row as it is then is all that there is to tell, of mere JSON."""
        return self.parser is JSONParser and not self.is_begun and self.answer is None

    @property
    def shared(self) -> type[Serializer]:
        """What is given once for many rows."""
        return NothingGiven


@dataclass(frozen=True)
class WriteMany:
    """A verb that takes many rows by itself, and tells what became of each.

    It is called with the validated data of `given` and, as `rows`, of those rows that
    are well formed; it returns as many results, each a `Refused`, an `Http404` or what
    `became` reads: the key of the row there is then, and whether it was made. A
    refusal's fact `row` is the number of another row, counted from 1.
    """

    verb: Verb
    row: type[Serializer]
    became: Callable[[Any], tuple[int, bool]]
    given: type[Serializer] = NothingGiven
    scope: str = "candidates:write"

    @property
    def shared(self) -> type[Serializer]:
        return self.given


@dataclass(frozen=True)
class Resource:
    """Rows that systems read, and do verbs to.

    Args:
        name: plural, in addresses.
        conditions: what the list can be narrowed by.
        writes: each is `POST …/{id}/<verb>`, and answers with the row as it is then.
        scope: for reading.
        create: `POST` to the list, by a verb that is done to no row there is and
            returns the one it made.
        update: `PATCH` to one, by a verb given only those fields that were sent.
        remove: `DELETE` of one.
        bulk: `POST` of many to the list's `/bulk`.
        along: paths to many rows that are shown with each, read by one query more; or
            what gives a path and those of its rows that the user may see.
        lookup: the field by which one is known in addresses; unique, text but for `pk`.
        views: of the room's own, by their routes beneath the list's address, e.g.
            `<int:pk>/rows`.
        is_announced: what changes is told, in the feed and by webhooks.
        told: all that is told of its rows and the labels, if it is neither that they
            change nor their verbs; e.g. `plan-published` for `message.plan-published`.
    """

    name: str
    door: Door
    serializer: type[Serializer]
    conditions: type[Conditions] = Conditions
    writes: Sequence[Write] = ()
    scope: str = "candidates:read"
    create: Write | None = None
    update: Write | None = None
    remove: Write | None = None
    bulk: WriteMany | None = None
    along: Sequence[str | Callable[[Any], Prefetch]] = ()
    lookup: str = "pk"
    views: dict[str, "type[SystemView]"] = field(default_factory=dict)
    is_announced: bool = True
    told: Callable[[], Mapping[str, str | Promise]] | None = None

    @property
    def singular(self) -> str:
        """In names of addresses and of what happens to one."""
        return SINGULAR.get(self.name, self.name.removesuffix("s"))

    @property
    def many(self) -> list[Write | WriteMany]:
        """What can be done to many rows by one request."""
        acts = [write for write in self.writes if write.is_plain and write.verb.many]
        return [*acts, *([self.bulk] if self.bulk else [])]

    @property
    def one(self) -> str:
        """The route of one row."""
        kind = "int" if self.lookup == "pk" else "str"
        return f"{self.name}/<{kind}:{self.lookup}>"


# Of plurals that end in more than an s.
SINGULAR = {"batches": "batch", "campuses": "campus", "duties": "duty"}
RESOURCES: dict[str, Resource] = {}


def register(resource: Resource) -> None:
    """Called by a room's `api.py`, which is loaded while its app gets ready."""
    RESOURCES[resource.name] = resource


def add_views(name: str, views: Mapping[str, "type[SystemView]"]) -> None:
    """Of a room further up, beneath the address of a resource that there is."""
    RESOURCES[name].views.update(views)
