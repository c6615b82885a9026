"""Taking people into a batch, and seeing beforehand what that would do."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from candidates.register.actions.intake import UPDATABLE, check_open, mask
from candidates.register.actions.moving import change_stage
from candidates.register.actions.naming import keep_readings
from candidates.register.models import (
    Batch,
    Candidate,
    Direction,
    Person,
    import_was_undone,
)
from candidates.register.stages import Stage
from candidates.rosters.actions.entries import Entry, Identity
from candidates.rosters.actions.unclear import Unclear, note_unclear
from candidates.rosters.queries import agree
from spark import clock, text
from spark.accounts.scope import Actor
from spark.audit import trail
from spark.campuses.models import Campus
from spark.compiled import compiled
from spark.crypto import keyed_hash

WRITTEN = [*UPDATABLE, "direction_id"]


@dataclass(frozen=True)
class IntakeResult:
    """What becomes of an entry.

    Args:
        outcome: `added`, `unchanged`, `updated`; or left alone: `elsewhere`, in the
            batch through another campus, `unclear`, the number of another name,
            `repeated` or `left`, as `Kept` says.
        before: of who is updated, what the changed fields held.
    """

    outcome: str
    candidate: Candidate
    before: dict[str, Any]


@dataclass(frozen=True)
class Kept:
    """Of whom what is known stays, though the roster says otherwise.

    Args:
        everybody: nobody wants updates.
        repeated: ID hashes of those whose row only repeated another, in the roster
            that brought them: which of the two is right, a sheet can't say.
    """

    everybody: bool = False
    repeated: Container[str] = ()

    def outcome(self, id_hash: str) -> str:
        if id_hash in self.repeated:
            return "repeated"
        return "left" if self.everybody else "updated"


NOBODY = Kept()


@trail.action("register.add", _("Added from a roster"), key=True)
def add_candidates(
    *,
    actor: Actor,
    batch: Batch,
    campus: Campus,
    entries: Sequence[Entry],
    kept: Kept = NOBODY,
    reason: str = "",
    at: datetime | None = None,
) -> list[IntakeResult]:
    """Register people, or bring their contact data up to date.

    Imports into one batch run one after another, so the same roster sent twice at once
    leaves one set. Who left because a roster was taken back is registered again.

    Args:
        reason: where they come from, e.g. the roster's number.

    Raises:
        Refused: batch-closed, unclear-too-often.
    """
    at = at or clock.now()
    check_open(Batch.objects.select_for_update(no_key=True).get(pk=batch.pk))
    people = people_of(entries)
    rows = _known(batch, people).select_for_update(of=("self",), no_key=True)
    known = {candidate.person.id_hash: candidate for candidate in rows}
    named = {keyed_hash(entry.id_number): entry.name for entry in entries}
    returning = [
        candidate
        for digest, candidate in known.items()
        if import_was_undone(candidate) and agree(named[digest], people[digest].name)
    ]
    change_stage(returning, Candidate.return_to_registered, at=at)
    merger = _EntryMerger(campus, {candidate.pk for candidate in returning}, kept)
    taken: list[IntakeResult] = []
    unclear: list[Unclear] = []
    for entry in entries:
        person = people[keyed_hash(entry.id_number)]
        candidate = known.get(person.id_hash) or Candidate(
            person=person,
            batch=batch,
            campus=campus,
            stage_since=at,
            state_since=at,
        )
        if not agree(entry.name, person.name):
            unclear.append(Unclear(person, entry.name))
            taken.append(IntakeResult("unclear", candidate, {}))
            continue
        taken.append(merger.merge(candidate, entry))
    write(taken)
    note_unclear(actor, batch, campus, unclear)
    return taken


trail.UNKEPT["contact"] = _("contact data")
trail.sourced("register.add", _("Roster %(source)s"), _("Updated by a roster"))


Changes = dict[str, list[Any]]  # by field, what was and what is


def preview_candidates(
    *, batch: Batch, campus: Campus, entries: Sequence[Entry], kept: Kept = NOBODY
) -> list[tuple[str, Changes]]:
    """What `add_candidates` would do with each entry: outcome and changed fields."""
    hashes = [keyed_hash(entry.id_number) for entry in entries]
    known = {candidate.person.id_hash: candidate for candidate in _known(batch, hashes)}
    merger = _EntryMerger(
        campus,
        {candidate.pk for candidate in known.values() if import_was_undone(candidate)},
        kept,
    )
    seen = []
    for entry, digest in zip(entries, hashes, strict=True):
        taken = merger.merge(known.get(digest) or Candidate(campus=campus), entry)
        seen.append((taken.outcome, changes(taken)))
    return seen


def changes(taken: IntakeResult) -> Changes:
    """What changes of somebody known."""
    now = taken.candidate
    return {name: [old, getattr(now, name)] for name, old in taken.before.items()}


def _known(batch: Batch, hashes: Iterable[str]) -> QuerySet[Candidate]:
    return (
        Candidate.objects.filter(batch=batch, person__id_hash__in=list(hashes))
        .select_related("person")
        .defer("person__id_number")
        .order_by("pk")
    )


class _EntryMerger:
    """Merges entries of one campus, one by one, into candidates without saving them.

    Args:
        returning: keys of those registered again; nothing they brought before counts.
    """

    def __init__(self, campus: Campus, returning: Container[int], kept: Kept) -> None:
        self.campus = campus
        self.kept = kept
        self.returning = returning
        self.directions = dict(Direction.objects.values_list("slug", "pk"))

    def merge(self, candidate: Candidate, entry: Entry) -> IntakeResult:
        new = candidate.pk is None or candidate.pk in self.returning
        if not new and candidate.campus_id != self.campus.pk:
            return IntakeResult("elsewhere", candidate, {})
        before = self._fill(candidate, entry, new=new)
        if new:
            candidate.campus = self.campus
            return IntakeResult("added", candidate, {})
        if not before:
            return IntakeResult("unchanged", candidate, before)
        outcome = self.kept.outcome(candidate.person.id_hash)
        return IntakeResult(outcome, candidate, before)

    def _fill(self, candidate: Candidate, entry: Entry, *, new: bool) -> dict[str, Any]:
        """Write the entry's data onto the candidate; what its changed fields held.

        Of somebody known an empty cell erases nothing, and the direction is open to
        change until screening.
        """
        given = {name: getattr(entry, name) for name in UPDATABLE}
        wanted: dict[str, Any] = {n: v for n, v in given.items() if v or new}
        if new or candidate.stage == Stage.REGISTERED:
            wanted["direction_id"] = self.directions[entry.direction]
        held = {name: getattr(candidate, name) for name in wanted}
        for name, value in wanted.items():
            setattr(candidate, name, value)
        return {name: old for name, old in held.items() if old != wanted[name]}


def write(taken: Sequence[IntakeResult]) -> None:
    """Register who was added, and write what changed of who was there."""
    added = [entry.candidate for entry in taken if entry.outcome == "added"]
    back = [candidate for candidate in added if candidate.pk is not None]
    updated = [entry for entry in taken if entry.outcome == "updated"]
    changed = {name.removesuffix("_id") for entry in updated for name in entry.before}
    fields = [*UPDATABLE, "direction"]
    new = [candidate for candidate in added if candidate.pk is None]
    Candidate.objects.bulk_create(new, batch_size=1000)
    if changed:
        rows = [entry.candidate for entry in updated]
        Candidate.objects.bulk_update(rows, sorted(changed), batch_size=500)
    Candidate.objects.bulk_update(back, [*fields, "campus"], batch_size=500)


def people_of(
    entries: Sequence[Identity], known: Mapping[str, Person] | None = None
) -> dict[str, Person]:
    """The persons of the entries by ID hash; those unknown are created.

    Args:
        known: who of them is known, if that was read already.
    """
    by_hash = {keyed_hash(entry.id_number): entry for entry in entries}
    people = dict(known_people(by_hash) if known is None else known)
    new = [
        Person(
            name=entry.name,
            name_key=text.key(entry.name),
            id_number=entry.id_number,
            id_hash=digest,
            id_masked=mask(entry.id_number),
            birth_date=entry.birth_date,
        )
        for digest, entry in by_hash.items()
        if digest not in people
    ]
    people |= _created(new)
    keep_readings(people[person.id_hash] for person in new)
    return people


def known_people(digests: Iterable[str]) -> dict[str, Person]:
    """By ID hash. Nobody's number is read here."""
    return {person.id_hash: person for person in _with_digests(tuple(digests))}


@compiled
def _with_digests(digests: tuple[str, ...]) -> QuerySet[Person]:
    return Person.objects.filter(id_hash__in=digests).defer("id_number")


def _created(new: Sequence[Person]) -> dict[str, Person]:
    """By ID hash: another batch's intake may create one of them at the same time."""
    try:
        with transaction.atomic():
            Person.objects.bulk_create(new, batch_size=1000)
    except IntegrityError:
        Person.objects.bulk_create(new, batch_size=1000, ignore_conflicts=True)
        return known_people(person.id_hash for person in new)
    return {person.id_hash: person for person in new}
