"""What rosters ask about candidates, and which rows' people are unclear."""

from collections.abc import Collection, Iterable
from datetime import timedelta

from django.db.models import Max, QuerySet

from candidates.register.models import Batch, Candidate, Person
from candidates.register.stages import SystemReason
from candidates.rosters.access import UNCLEAR
from candidates.rosters.models import UnclearRow
from spark import clock
from spark.accounts.models import User
from spark.campuses.models import Campus
from spark.crypto import keyed_hash

MOST = 20  # unclear rows of a college in an hour
HOUR = timedelta(hours=1)


def agree(given: str, known: str) -> bool:
    """Is it the same name, however it is spaced and in whichever letters?"""
    return _plain(given) == _plain(known)


def key_of(campus: Campus, person: Person, name: str) -> str:
    """By which a row that is given again is known."""
    return keyed_hash(f"unclear:{campus.pk}:{person.pk}:{_plain(name)}")


def _plain(name: str) -> str:
    return "".join(name.split()).casefold()


def unclear_lately(campus: Campus, keys: Collection[str] = ()) -> int:
    """How many rows were unclear within the hour, with these, if they are new."""
    rows = UnclearRow.objects.filter(campus=campus)
    known = rows.filter(key__in=keys).values_list("key", flat=True) if keys else []
    new = {*keys} - {*known}
    return rows.filter(found_at__gt=clock.now() - HOUR).count() + len(new)


def unclear_rows(user: User, *, closed: bool) -> QuerySet[UnclearRow]:
    """`candidate` is the key of whom the office sees the person as, the latest."""
    rows = UNCLEAR.visible_to(user).filter(found_out_at__isnull=not closed)
    return rows.annotate(candidate=Max("person__candidates"))


def names_by_hash(hashes: Iterable[str]) -> dict[str, Person]:
    """Known people by ID hash, of whom no number is read."""
    people = Person.objects.filter(id_hash__in=list(hashes))
    return {person.id_hash: person for person in people.only("id_hash", "name")}


def elsewhere(batch: Batch, campus: Campus, hashes: Iterable[str]) -> set[str]:
    """Of these ID hashes, those in the batch through another campus."""
    return set(
        Candidate.objects.filter(batch=batch, person__id_hash__in=list(hashes))
        .exclude(campus=campus)
        .exclude(left_reason__slug=SystemReason.IMPORT_UNDONE)
        .values_list("person__id_hash", flat=True)
    )
