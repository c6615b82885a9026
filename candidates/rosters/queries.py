"""What rosters ask about candidates, and which rows' people are unclear."""

from collections.abc import Collection, Iterable
from datetime import timedelta

from django.db.models import Max, QuerySet

from candidates.register.models import Batch, Candidate, Direction, Person
from candidates.register.stages import SystemReason
from candidates.rosters.access import UNCLEAR
from candidates.rosters.models import RosterImport, UnclearRow
from spark import clock
from spark.accounts.models import User
from spark.campuses.models import Campus
from spark.crypto import keyed_hash
from spark.duties.models import Duty

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


def earlier(roster: RosterImport) -> QuerySet[RosterImport]:
    """What the college sent for the batch before, as far as it is remembered."""
    return (
        RosterImport.objects.filter(batch=roster.batch_id, campus=roster.campus_id)
        .filter(pk__lt=roster.pk, findings__isnull=False)
        .only("findings")
    )


def of_duties(code: str) -> list[RosterImport]:
    """The rosters of which somebody still has this to do."""
    subjects = Duty.objects.filter(code=code, closed_at=None)
    keys = [
        int(subject.partition(":")[2])
        for subject in subjects.values_list("subject", flat=True)
    ]
    if not keys:
        return []
    rows = RosterImport.objects.filter(pk__in=keys).order_by("pk")
    return list(rows.only("batch_id", "campus_id", "finished_at"))


def directions() -> QuerySet[Direction]:
    return Direction.objects.all()


def elsewhere(batch: Batch, campus: Campus, hashes: Iterable[str]) -> set[str]:
    """Of these ID hashes, those in the batch through another campus."""
    return set(
        Candidate.objects.filter(batch=batch, person__id_hash__in=list(hashes))
        .exclude(campus=campus)
        .exclude(left_reason__slug=SystemReason.IMPORT_UNDONE)
        .values_list("person__id_hash", flat=True)
    )
