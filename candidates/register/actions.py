"""Verbs of the register: taking in, moving along the stages, and leaving."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Protocol, TypeVar

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
    StageRecord,
)
from candidates.register.stages import LeaveReason, Stage
from spark.accounts.models import Role, User
from spark.accounts.queries import people_with
from spark.accounts.scope import Actor
from spark.audit import trail
from spark.campuses.models import Campus
from spark.crypto import encrypt, keyed_hash
from spark.errors import Refused
from spark.jobs import enqueue_on_commit
from spark.notifications import outbox

R = TypeVar("R", bound=StageRecord)


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
        Refused: not-your-campus, campus-not-in-batch.
    """
    CANDIDATES.check(actor, "import")
    if not campuses_of(actor).filter(pk=campus.pk).exists():
        raise Refused("not-your-campus", status=403)
    if not batches_of(actor).filter(pk=batch.pk, campuses=campus).exists():
        raise Refused("campus-not-in-batch", status=422)
    roster = RosterImport.objects.create(
        batch=batch,
        campus=campus,
        sent_by=actor,
        file_name=file_name[:200],
        content=encrypt(content),
    )
    enqueue_on_commit("register.import_roster", pk=roster.pk)
    return roster


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
    """
    at = at or timezone.now()
    Batch.objects.select_for_update(no_key=True).get(pk=batch.pk)
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


def finish_import(roster: RosterImport, findings: list[dict], *, at: datetime) -> None:
    """Close an import with what was found, and tell who sent it."""
    roster.findings = findings
    roster.counts = dict(Counter(finding["outcome"] for finding in findings))
    roster.state, roster.finished_at = RosterImport.State.DONE, at
    roster.save()
    outbox.put(
        "roster-imported",
        to=[roster.sent_by],
        subject=f"roster:{roster.pk}",
        dedup=f"roster:{roster.pk}",
        facts={"file": roster.file_name, **roster.counts},
        url=f"/candidates/import/{roster.pk}/",
    )


def fail_import(roster: RosterImport, code: str, facts: dict, *, at: datetime) -> None:
    """Close an import whose file can't be used; nothing was written."""
    roster.error = {"code": code, "facts": facts}
    roster.state, roster.finished_at = RosterImport.State.FAILED, at
    roster.save()


def move(records: Sequence[R], transition: str, *, at: datetime, **fields) -> None:
    """Make one transition of locked records and write it, with `fields`, at once.

    Raises:
        TransitionNotAllowed: the action's frame makes it `Refused("state-moved")`.
    """
    for record in records:
        getattr(record, transition)()
        record.state_since = at
        for name, value in fields.items():
            setattr(record, name, value)
    if records:
        type(records[0])._default_manager.bulk_update(
            records, ["state", "state_since", *fields]
        )


def enter_stage(
    candidates: Sequence[Candidate], transition: str, *, at: datetime
) -> None:
    """Move locked candidates into a stage; the handover then opens its record."""
    for candidate in candidates:
        getattr(candidate, transition)()
    _write(candidates, at)


def leave_pipeline(
    candidates: Sequence[Candidate], reason: LeaveReason, *, at: datetime
) -> None:
    """Let candidates out. Each room closes its own record first."""
    for candidate in candidates:
        candidate.leave(reason)
    _write(candidates, at)


def return_to(candidates: Sequence[Candidate], stage: Stage, *, at: datetime) -> None:
    """Bring back who left, after an appeal; their record there is reopened next."""
    for candidate in candidates:
        getattr(candidate, f"return_to_{stage}")()
    _write(candidates, at)


def _write(candidates: Sequence[Candidate], at: datetime) -> None:
    for candidate in candidates:
        candidate.stage_since = at
    if candidates:
        Candidate.objects.bulk_update(
            candidates, ["stage", "stage_since", "left_from", "left_reason"]
        )


def lock_candidates(records: Iterable[StageRecord]) -> list[Candidate]:
    """Lock the candidates of records already locked, in the order of their keys."""
    ids = [record.candidate_id for record in records]
    return list(
        Candidate.objects.filter(pk__in=ids)
        .select_related("person")
        .select_for_update(of=("self",))
        .order_by("pk")
    )


def tell_campuses(
    kind: str, records: Sequence[StageRecord], *, at: datetime, **facts: object
) -> None:
    """One message per college about all its people in `records`, not one each."""
    by_campus: dict[int, list] = {}
    for record in records:
        by_campus.setdefault(record.candidate.campus_id, []).append(record)
    for campus, own in by_campus.items():
        first = own[0]
        outbox.put(
            kind,
            to=people_with(Role.COORDINATOR, campus=campus),
            subject=f"{kind}:{first.pk}",
            dedup=f"{kind}:{first.pk}:{at.timestamp()}",
            facts={
                "count": len(own),
                "name": first.candidate.person.name,
                **facts,
            },
            url=f"/candidates/{first.candidate_id}/"
            if len(own) == 1
            else "/candidates/",
        )
