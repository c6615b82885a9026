"""Taking people in from rosters."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pypinyin import lazy_pinyin

from candidates.register.access import CANDIDATES, batches_of, campuses_of
from candidates.register.models import (
    Batch,
    Candidate,
    Direction,
    Person,
    RosterImport,
)
from candidates.register.stages import Stage
from spark.accounts.models import User
from spark.accounts.scope import Actor
from spark.audit import trail
from spark.campuses.models import Campus
from spark.crypto import encrypt, keyed_hash
from spark.errors import Refused
from spark.jobs import enqueue_on_commit

# What an import may change of somebody already known; the ID number never.
UPDATABLE = [
    "phone",
    "guardian_name",
    "guardian_phone",
    "department",
    "major",
    "class_name",
    "student_number",
]


class Entry(Protocol):
    """A person as a roster's good row or a campus system gives them."""

    @property
    def name(self) -> str: ...
    @property
    def id_number(self) -> str: ...
    @property
    def phone(self) -> str: ...
    @property
    def guardian_name(self) -> str: ...
    @property
    def guardian_phone(self) -> str: ...
    @property
    def department(self) -> str: ...
    @property
    def major(self) -> str: ...
    @property
    def class_name(self) -> str: ...
    @property
    def student_number(self) -> str: ...
    @property
    def direction(self) -> str: ...
    @property
    def birth_date(self) -> date: ...


def name_key(name: str) -> str:
    """The name in pinyin without spaces, by which lists sort and find it."""
    return "".join(lazy_pinyin(name)).lower().replace(" ", "")[:200]


def mask(id_number: str) -> str:
    """330106********002X"""
    return f"{id_number[:6]}********{id_number[-4:]}"


@trail.action("register.send-roster", _("Roster sent"))
def send_roster(
    *, actor: User, batch: Batch, campus: Campus, file_name: str, content: bytes
) -> RosterImport:
    """Keep a roster, encrypted, and have a job judge and import it.

    Raises:
        Refused: not-your-campus, campus-not-in-batch, batch-closed.
    """
    CANDIDATES.check(actor, "import")
    if not campuses_of(actor).filter(pk=campus.pk).exists():
        raise Refused("not-your-campus", status=403)
    if not batches_of(actor).filter(pk=batch.pk, campuses=campus).exists():
        raise Refused("campus-not-in-batch", status=422)
    check_open(batch)
    roster = RosterImport.objects.create(
        batch=batch,
        campus=campus,
        sent_by=actor,
        file_name=file_name[:200],
        content=encrypt(content),
    )
    enqueue_on_commit("register.import_roster", pk=roster.pk)
    return roster


def check_open(batch: Batch) -> None:
    """Refuse to take anybody into a batch that is closed."""
    if not batch.is_open:
        raise Refused("batch-closed", batch=str(batch))


@trail.action("register.add", _("Added from a roster"), key=True)
def add_candidates(
    *,
    actor: Actor,
    batch: Batch,
    campus: Campus,
    entries: Sequence[Entry],
    reason: str = "",
    at: datetime | None = None,
) -> list[str]:
    """Register people, or bring their contact data up to date.

    Imports into one batch run one after another, so the same roster sent twice at once
    leaves one set.

    Args:
        reason: where they come from, e.g. the file's name.

    Returns:
        For each entry `added`, `unchanged`, `updated` or `elsewhere` (in the batch
        through another campus, left alone).

    Raises:
        Refused: batch-closed.
    """
    at = at or timezone.now()
    check_open(Batch.objects.select_for_update(no_key=True).get(pk=batch.pk))
    people = _people(entries)
    known = {
        candidate.person_id: candidate
        for candidate in Candidate.objects.filter(
            batch=batch, person__in=people.values()
        )
        .select_for_update()
        .order_by("pk")
    }
    directions = dict(Direction.objects.values_list("slug", "pk"))
    outcomes, new, changed = [], [], []
    for entry in entries:
        person = people[keyed_hash(entry.id_number)]
        candidate = known.get(person.pk)
        if candidate is None:
            candidate = Candidate(
                person=person, batch=batch, campus=campus, stage_since=at
            )
            _fill(candidate, entry, directions)
            new.append(candidate)
            outcomes.append("added")
        elif candidate.campus_id != campus.pk:
            outcomes.append("elsewhere")
        elif _fill(candidate, entry, directions):
            changed.append(candidate)
            outcomes.append("updated")
        else:
            outcomes.append("unchanged")
    Candidate.objects.bulk_create(new, batch_size=1000)
    Candidate.objects.bulk_update(changed, [*UPDATABLE, "direction"], batch_size=500)
    return outcomes


# What goes with somebody into another batch.
CARRIED = [*UPDATABLE, "person_id", "campus_id", "direction_id"]


def register_again(
    candidates: Sequence[Candidate], batch: Batch, *, at: datetime
) -> None:
    """Register candidates in another batch, at the same college; once each.

    Raises:
        Refused: roll-not-offered, naming the first whose college or direction isn't in
            the batch.
    """
    campuses = set(batch.campuses.values_list("pk", flat=True))
    directions = set(batch.directions.values_list("pk", flat=True))
    for candidate in candidates:
        if candidate.campus_id in campuses and candidate.direction_id in directions:
            continue
        name = candidate.person.name
        raise Refused("roll-not-offered", name=name, batch=str(batch))
    Candidate.objects.bulk_create(
        (
            Candidate(
                batch=batch,
                stage_since=at,
                **{name: getattr(candidate, name) for name in CARRIED},
            )
            for candidate in candidates
        ),
        ignore_conflicts=True,
    )


def _people(entries: Sequence[Entry]) -> dict[str, Person]:
    """The persons of the entries by ID hash; those unknown are created."""
    by_hash = {keyed_hash(entry.id_number): entry for entry in entries}
    found = Person.objects.in_bulk(list(by_hash), field_name="id_hash")
    Person.objects.bulk_create(
        (
            Person(
                name=entry.name,
                name_key=name_key(entry.name),
                id_number=entry.id_number,
                id_hash=digest,
                id_masked=mask(entry.id_number),
                birth_date=entry.birth_date,
            )
            for digest, entry in by_hash.items()
            if digest not in found
        ),
        batch_size=1000,
        ignore_conflicts=True,
    )
    return Person.objects.in_bulk(list(by_hash), field_name="id_hash")


def _fill(candidate: Candidate, entry: Entry, directions: dict[str, int]) -> bool:
    """Write the entry's data onto the candidate; did anything change?

    An empty cell erases nothing; the direction is open to change until screening.
    """
    given = {name: getattr(entry, name) for name in UPDATABLE}
    wanted: dict[str, object] = {name: value for name, value in given.items() if value}
    if candidate.stage == Stage.REGISTERED:
        wanted["direction_id"] = directions[entry.direction]
    changes = {n: v for n, v in wanted.items() if getattr(candidate, n) != v}
    for name, value in changes.items():
        setattr(candidate, name, value)
    return bool(changes)
