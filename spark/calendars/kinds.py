"""What calendars there are, and what stands in them: each room puts its own in."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.functional import Promise

from spark.accounts.models import User
from spark.accounts.scope import Guest, has_role

Reader = User | Guest
TENTATIVE, CONFIRMED, CANCELLED = "TENTATIVE", "CONFIRMED", "CANCELLED"


class Event(NamedTuple):
    """What stands in a calendar, in the active language.

    Args:
        key: never another's and never changed, whatever else does.
        starts: a day for what lasts a whole one, which has no end.
        sequence: rises whenever it is moved or called off, and never falls.
        url: a path.
        is_to_come: whether to remind of it.
    """

    key: str
    starts: datetime | date
    ends: datetime | None
    summary: str
    changed: datetime
    sequence: int = 0
    status: str = CONFIRMED
    where: str = ""
    text: str = ""
    url: str = ""
    is_to_come: bool = False


@dataclass(frozen=True)
class Kind:
    """A kind of calendar.

    Args:
        roles: who may follow one.
        places: those of which each has one that the reader may follow; None if it is
            the reader's own.
    """

    name: str
    label: str | Promise
    order: int
    roles: frozenset[str]
    places: Callable[[Reader], QuerySet[Any]] | None = None

    def names(
        self, reader: Reader, among: Collection[int | None]
    ) -> dict[int | None, str]:
        """By their places, those of these calendars that are open to the reader."""
        if not has_role(reader, *self.roles):
            return {}
        if self.places is None:
            return {None: str(self.label)}
        found = self.places(reader).in_bulk([key for key in among if key])
        return {key: str(place) for key, place in found.items()}


# Asked with the reader, the place's key, from when and until when.
Source = Callable[[Reader, int | None, datetime, datetime], Iterable[Event]]
KINDS: dict[str, Kind] = {}
_sources: dict[str, list[Source]] = {}


def add_kind(kind: Kind) -> None:
    """Called by a room's `calendars`, which its app loads when Django is ready."""
    KINDS[kind.name] = kind


def add_source(kind: str, source: Source) -> None:
    """What stands in calendars of the kind, beside what others put there."""
    _sources.setdefault(kind, []).append(source)


def kinds_for(reader: Reader) -> list[Kind]:
    found = (kind for kind in KINDS.values() if has_role(reader, *kind.roles))
    return sorted(found, key=lambda kind: kind.order)


def events(
    kind: str, reader: Reader, place: int | None, since: datetime, until: datetime
) -> Iterator[Event]:
    for source in _sources.get(kind, ()):
        yield from source(reader, place, since, until)
