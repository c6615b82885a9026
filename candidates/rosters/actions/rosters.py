"""Rosters: sending one, importing its good rows, dropping it, taking it back."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from candidates.register.access import CANDIDATES, COLLEGE
from candidates.register.actions.intake import check_open
from candidates.register.actions.moving import leave_pipeline
from candidates.register.models import Batch, Candidate, Export
from candidates.register.stages import Stage, SystemReason
from candidates.rosters.access import IMPORTS, batches_of, campuses_of
from candidates.rosters.actions.taking import WRITTEN, IntakeResult
from candidates.rosters.models import RosterImport
from spark import clock
from spark.accounts.models import User
from spark.accounts.verbs import verb
from spark.audit import trail
from spark.campuses.models import Campus
from spark.crypto import encrypt, keyed_hash
from spark.errors import Refused
from spark.jobs import enqueue_on_commit


@verb(CANDIDATES, roles=COLLEGE, label=_("Roster sent"), detail=False)
def send_roster(
    *,
    actor: User,
    batch: Batch,
    campus: Campus,
    file_name: str,
    content: bytes,
    notice_version: str,
    notice_on: date,
) -> RosterImport:
    """Keep a roster, encrypted, and have a job judge it.

    Sending it declares that everybody on it was given the notice of this version and
    gave their separate consent by that day.

    Raises:
        Refused: not-your-campus, campus-not-in-batch, batch-closed, consent-later.
    """
    if not campuses_of(actor).filter(pk=campus.pk).exists():
        raise Refused("not-your-campus", status=403)
    if not batches_of(actor).filter(pk=batch.pk, campuses=campus).exists():
        raise Refused("campus-not-in-batch", status=422)
    check_open(batch)
    if notice_on > clock.today():
        raise Refused("consent-later", status=422)
    roster = RosterImport.objects.create(
        batch=batch,
        campus=campus,
        sent_by=actor,
        file_name=file_name[:200],
        content=encrypt(content),
        consent_declared=True,
        notice_version=notice_version,
        notice_on=notice_on,
    )
    enqueue_on_commit("register.judge_roster", pk=roster.pk)
    return roster


@verb(
    IMPORTS,
    roles=COLLEGE,
    label=_("Import confirmed"),
    name="import",
    history="register.confirm-roster",
    many=False,
)
def confirm_roster(
    roster: RosterImport, *, actor: User, without_hidden: bool = False
) -> None:
    """Have a job import the good rows of a judged roster.

    Args:
        without_hidden: leave out the rows hidden in the sheet.

    Raises:
        Refused: not-your-role, state-moved, batch-closed.
    """
    check_open(roster.batch)
    roster.confirm()
    roster.confirmed_by, roster.attempts = actor, 0
    roster.layout = roster.layout | {"without_hidden": without_hidden}
    roster.save(update_fields=["state", "confirmed_by", "attempts", "layout"])
    enqueue_on_commit("register.write_roster", pk=roster.pk)


@verb(
    IMPORTS,
    roles=COLLEGE,
    label=_("Roster discarded"),
    name="discard",
    history="register.discard-roster",
    many=False,
)
def discard_roster(roster: RosterImport) -> None:
    """Drop a roster that wasn't imported, and everything on it.

    Raises:
        Refused: not-your-role, state-moved.
    """
    roster.discard()
    roster.content = roster.findings = None
    roster.save(update_fields=["state", "content", "findings"])


@verb(
    IMPORTS,
    roles=COLLEGE,
    label=_("Rejected rows taken out"),
    many=False,
    internal=True,
)
def take_rejected(roster: RosterImport, *, actor: User) -> None:
    """Note who takes a roster's rejected rows out of Spark, and how many.

    Raises:
        Refused: not-your-role, roster-forgotten.
    """
    if roster.content is None:
        raise Refused("roster-forgotten")
    trail.because(f"roster:{roster.pk}")
    now = clock.now()
    Export.objects.create(
        owner=actor,
        chosen={"roster": roster.pk, "outcome": "reject"},
        count=roster.counts.get("reject", 0),
        state=Export.State.DONE,
        created_at=now,
        finished_at=now,
    )


def images(taken: Iterable[IntakeResult]) -> dict[str, Any]:
    """What an import wrote, so that it can be taken back while nothing followed.

    Of who was added a keyed hash of their data, of who was updated the changed fields
    as [before, after].
    """
    kept: dict[str, Any] = {"added": {}, "updated": {}}
    for row in taken:
        key = str(row.candidate.pk)
        if row.outcome == "added":
            kept["added"][key] = _fingerprint(row.candidate)
        elif row.outcome == "updated":
            kept["updated"][key] = {
                name: [old, getattr(row.candidate, name)]
                for name, old in row.before.items()
            }
    return kept


def _fingerprint(candidate: Candidate) -> str:
    held = [str(getattr(candidate, name)) for name in WRITTEN]
    return keyed_hash("\n".join(held))[:16]


@verb(
    IMPORTS,
    roles=COLLEGE,
    label=_("Import undone"),
    name="undo",
    history="register.undo-import",
    many=False,
    key=True,
)
def undo_roster(roster: RosterImport) -> None:
    """Take an import back: who it added leaves, who it updated is as before.

    They may be registered again in the same batch by a later roster.

    Raises:
        Refused: not-your-role, state-moved; roster-forgotten after a day;
            roster-followed if somebody it added went on, or was changed since.
    """
    roster.undo()
    if roster.images is None:
        raise Refused("roster-forgotten")
    trail.because(f"#{roster.pk}")
    added, updated = roster.images["added"], roster.images["updated"]
    rows = {
        candidate.pk: candidate
        for candidate in Candidate.objects.filter(pk__in=[*added, *updated])
        .select_related("person")
        .defer("person__id_number")
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
    }
    new = [rows[int(pk)] for pk in added]
    followed = [
        c
        for c in new
        if c.stage != Stage.REGISTERED or added[str(c.pk)] != _fingerprint(c)
    ]
    changed = [rows[int(pk)] for pk in updated]
    followed += [c for c in changed if not _is_unchanged(c, updated[str(c.pk)])]
    if followed:
        name = followed[0].person.name
        raise Refused("roster-followed", count=len(followed), name=name)
    leave_pipeline(new, SystemReason.IMPORT_UNDONE, at=clock.now())
    _restore(changed, updated)
    roster.images = roster.findings = roster.content = None
    roster.save(update_fields=["state", "images", "findings", "content"])


def _is_unchanged(candidate: Candidate, fields: dict[str, list]) -> bool:
    if "direction_id" in fields and candidate.stage != Stage.REGISTERED:
        return False
    return all(getattr(candidate, name) == new for name, (_, new) in fields.items())


def _restore(candidates: Sequence[Candidate], images: dict[str, dict]) -> None:
    for candidate in candidates:
        for name, (old, _new) in images[str(candidate.pk)].items():
            setattr(candidate, name, old)
    fields = [name.removesuffix("_id") for name in WRITTEN]
    Candidate.objects.bulk_update(candidates, fields, batch_size=500)
