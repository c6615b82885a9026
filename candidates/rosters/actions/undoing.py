"""Taking an import back, as long as nobody wrote after it what it wrote.

Who wrote since is told by the row's version, its `updated_at`: a value that is the same
again may have been somebody's choice. A later roster with the same values writes
nothing, so it keeps whom it confirmed, and in which version.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from candidates.register.access import SYSTEMS
from candidates.register.actions.moving import leave_pipeline
from candidates.register.models import Candidate
from candidates.register.stages import Stage, SystemReason
from candidates.rosters.access import IMPORTS
from candidates.rosters.actions.taking import WRITTEN, IntakeResult
from candidates.rosters.models import RosterImport
from spark import clock
from spark.accounts.verbs import verb
from spark.audit import trail
from spark.crypto import keyed_hash
from spark.duties import board
from spark.errors import Refused

Versions = dict[str, str]  # by the candidate's key


def images(taken: Sequence[IntakeResult]) -> dict[str, Any]:
    """What an import wrote, so that it can be taken back while nothing followed.

    Of who was added a keyed hash of their data, of who was updated the changed fields
    as [before, after]. `versions` are those it wrote, `earlier` those it found;
    `confirmed` are of who stood there with the same values already.
    """
    kept: dict[str, Any] = {"added": {}, "updated": {}, "earlier": {}, "confirmed": {}}
    for row in taken:
        key = str(row.candidate.pk)
        if row.outcome == "added":
            kept["added"][key] = _fingerprint(row.candidate)
        elif row.outcome == "updated":
            kept["updated"][key] = {
                name: [old, getattr(row.candidate, name)]
                for name, old in row.before.items()
            }
            kept["earlier"][key] = row.candidate.updated_at.isoformat()
        elif row.outcome == "unchanged":
            kept["confirmed"][key] = row.candidate.updated_at.isoformat()
    kept["versions"] = _versions([*kept["added"], *kept["updated"]])
    return kept


def _fingerprint(candidate: Candidate) -> str:
    held = [str(getattr(candidate, name)) for name in WRITTEN]
    return keyed_hash("\n".join(held))[:16]


def _versions(keys: Iterable[str]) -> Versions:
    rows = Candidate.objects.filter(pk__in=list(keys))
    return {str(pk): at.isoformat() for pk, at in rows.values_list("pk", "updated_at")}


@verb(
    IMPORTS,
    roles=SYSTEMS,
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
            roster-followed if somebody it added went on, or was changed since;
            roster-confirmed if a later roster names somebody with the same values.
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
    others = _others(roster)
    _check_followed(rows.values(), roster.images)
    _check_confirmed(rows, roster, others)
    new = [rows[int(pk)] for pk in added]
    leave_pipeline(new, SystemReason.IMPORT_UNDONE, at=clock.now())
    _restore([rows[int(pk)] for pk in updated], updated)
    _pass_on(roster.images.get("earlier", {}), others)
    board.close([roster])
    roster.images = roster.findings = roster.content = None
    roster.save(update_fields=["state", "images", "findings", "content"])


trail.sourced("register.undo-import", _("Roster %(source)s"))


def _others(roster: RosterImport) -> QuerySet[RosterImport]:
    """The imports into the batch that stand, beside this one.

    Raises:
        Refused: roster-forgotten, where nobody knows any more what a later one did.
    """
    stand = RosterImport.objects.filter(
        batch=roster.batch_id, state=RosterImport.State.IMPORTED
    ).exclude(pk=roster.pk)
    if stand.filter(images__isnull=True, finished_at__gt=roster.finished_at).exists():
        raise Refused("roster-forgotten")
    return stand.filter(images__isnull=False).select_for_update().order_by("pk")


def _check_followed(rows: Iterable[Candidate], images: dict[str, Any]) -> None:
    followed = [row for row in rows if not _is_as_written(row, images)]
    if followed:
        name = followed[0].person.name
        raise Refused("roster-followed", count=len(followed), name=name)


def _is_as_written(candidate: Candidate, images: dict[str, Any]) -> bool:
    key = str(candidate.pk)
    version = candidate.updated_at.isoformat()
    if images.get("versions", {}).get(key, version) != version:
        return False
    registered = candidate.stage == Stage.REGISTERED
    if key in images["added"]:
        return registered and images["added"][key] == _fingerprint(candidate)
    fields = images["updated"][key]
    if "direction_id" in fields and not registered:
        return False
    return all(getattr(candidate, name) == new for name, (_old, new) in fields.items())


def _check_confirmed(
    rows: dict[int, Candidate], roster: RosterImport, others: Iterable[RosterImport]
) -> None:
    written: Versions = (roster.images or {}).get("versions", {})
    for other in others:
        confirmed: Versions = (other.images or {}).get("confirmed", {})
        same = [key for key in written if confirmed.get(key) == written[key]]
        if same:
            name, file = rows[int(same[0])].person.name, other.file_name
            raise Refused("roster-confirmed", count=len(same), name=name, file=file)


def _restore(candidates: Sequence[Candidate], images: dict[str, dict]) -> None:
    for candidate in candidates:
        for name, (old, _new) in images[str(candidate.pk)].items():
            setattr(candidate, name, old)
    fields = [name.removesuffix("_id") for name in WRITTEN]
    Candidate.objects.bulk_update(candidates, fields, batch_size=500)


def _pass_on(earlier: Versions, others: Iterable[RosterImport]) -> None:
    """Rows are again as they were: whose version that was, has the new one."""
    now = _versions(earlier)
    for other in others:
        changed = False
        for kept in ("versions", "confirmed"):
            own: Versions = (other.images or {}).get(kept, {})
            again = {key: now[key] for key in earlier if own.get(key) == earlier[key]}
            own.update(again)
            changed |= bool(again)
        if changed:
            other.save(update_fields=["images"])
