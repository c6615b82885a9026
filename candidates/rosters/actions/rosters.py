"""Rosters: sending one, importing its good rows, dropping it."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from candidates.register.access import CANDIDATES, SYSTEMS
from candidates.register.actions.intake import check_open
from candidates.register.models import Batch, Export
from candidates.rosters.access import IMPORTS, batches_of, brings_in
from candidates.rosters.actions.unclear import check_often
from candidates.rosters.models import RosterImport
from spark import clock
from spark.accounts.models import User
from spark.accounts.verbs import verb
from spark.audit import trail
from spark.campuses.models import Campus
from spark.crypto import encrypt
from spark.errors import Refused
from spark.jobs import enqueue_on_commit


@verb(CANDIDATES, roles=SYSTEMS, label=_("Roster sent"), detail=False)
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
        Refused: not-your-campus, campus-not-in-batch, batch-closed, consent-later,
            unclear-too-often.
    """
    if not brings_in(actor, campus):
        raise Refused("not-your-campus", status=403)
    if not batches_of(actor).filter(pk=batch.pk, campuses=campus).exists():
        raise Refused("campus-not-in-batch", status=422)
    check_open(batch)
    if notice_on > clock.today():
        raise Refused("consent-later", status=422)
    check_often(campus)
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
    roles=SYSTEMS,
    label=_("Import confirmed"),
    name="import",
    history="register.confirm-roster",
    many=False,
)
def confirm_roster(
    roster: RosterImport,
    *,
    actor: User,
    without_hidden: bool = False,
    with_updates: bool = False,
) -> None:
    """Have a job import the good rows of a judged roster.

    Args:
        without_hidden: leave out the rows hidden in the sheet.
        with_updates: also change who is registered already, as was shown.

    Raises:
        Refused: not-your-role, state-moved, batch-closed.
    """
    check_open(roster.batch)
    roster.confirm()
    roster.confirmed_by, roster.attempts = actor, 0
    chosen = {"without_hidden": without_hidden, "with_updates": with_updates}
    roster.layout = roster.layout | chosen
    roster.save(update_fields=["state", "confirmed_by", "attempts", "layout"])
    enqueue_on_commit("register.write_roster", pk=roster.pk)


@verb(
    IMPORTS,
    roles=SYSTEMS,
    label=_("Roster discarded"),
    follows=_(
        "Nothing of the roster is taken over, and its rows are gone. The file can be"
        " sent again."
    ),
    name="discard",
    history="register.discard-roster",
    transition=RosterImport.discard,
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
    roles=SYSTEMS,
    label=_("Rows with errors downloaded"),
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
