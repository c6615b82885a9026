"""Verbs of incubation."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.incubation.access import INCUBATIONS
from candidates.incubation.models import Incubation
from candidates.incubation.rules import Papers, may_start
from candidates.register.actions import leave_pipeline, lock_candidates, move
from candidates.register.stages import LeaveReason, Stage
from spark.accounts.scope import Actor
from spark.audit import trail
from spark.duties import board
from spark.errors import Refused

Ids = Iterable[int]


@trail.action("incubation.activate", _("Internship started, papers complete"), key=True)
def activate(
    *,
    actor: Actor,
    ids: Ids,
    papers: dict,
    reason: str = "",
    at: datetime | None = None,
) -> None:
    """Start internships whose papers are on file.

    Args:
        papers: the fields of the record that `may_start` judges, same for all `ids`.
        reason: lets a warning of the rules pass; a block never passes.

    Raises:
        Refused: with the code of the first finding.
    """
    at = at or timezone.now()
    records = INCUBATIONS.locked(actor, ids, "activate")
    for record in records:
        _check(record, papers, reason)
    move(records, "activate", at=at, **papers)
    board.close(records, at=at)


def _check(record: Incubation, papers: dict, reason: str) -> None:
    facts = Papers(birth_date=record.candidate.person.birth_date, **papers)
    for finding in may_start(facts):
        if finding.level == "block" or not reason:
            raise Refused(
                finding.code,
                status=422,
                name=record.candidate.person.name,
                **finding.facts,
            )


@trail.action("incubation.suspend", _("Internship suspended"), key=True)
def suspend(*, actor: Actor, ids: Ids, reason: str, at: datetime | None = None) -> None:
    """Stop internships for a while; no trials meanwhile."""
    records = INCUBATIONS.locked(actor, ids, "suspend")
    move(records, "suspend", at=at or timezone.now())


@trail.action("incubation.resume", _("Internship resumed"))
def resume(*, actor: Actor, ids: Ids, at: datetime | None = None) -> None:
    """Let suspended internships go on."""
    records = INCUBATIONS.locked(actor, ids, "resume")
    move(records, "resume", at=at or timezone.now())


@trail.action("incubation.complete", _("Internship ended"))
def complete(*, actor: Actor, ids: Ids, at: datetime | None = None) -> None:
    """End internships that ran their time; the candidate's stage stays."""
    records = INCUBATIONS.locked(actor, ids, "complete")
    if any(record.candidate.stage == Stage.INCUBATION for record in records):
        raise Refused("training-not-entered")
    move(records, "complete", at=at or timezone.now())


@trail.action("incubation.drop", _("Internship broken off"), key=True)
def drop(*, actor: Actor, ids: Ids, reason: str, at: datetime | None = None) -> None:
    """Break internships off; who is still in this stage leaves the pipeline.

    Raises:
        Refused: leave-later-stage-first, if training or signing already goes on.
    """
    at = at or timezone.now()
    records = INCUBATIONS.locked(actor, ids, "drop")
    later = {Stage.TRAINING, Stage.SIGNING, Stage.MANAGEMENT}
    candidates = lock_candidates(records)
    if any(candidate.stage in later for candidate in candidates):
        raise Refused("leave-later-stage-first")
    move(records, "drop", at=at)
    board.close(records, at=at)
    here = [c for c in candidates if c.stage == Stage.INCUBATION]
    leave_pipeline(here, LeaveReason.DROPPED, at=at)
