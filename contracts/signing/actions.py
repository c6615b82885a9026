"""Verbs of signing."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.register.actions import (
    leave_pipeline,
    lock_candidates,
    move,
    tell_campuses,
)
from candidates.register.stages import LeaveReason, Stage
from contracts.signing.access import CONTRACTS
from contracts.signing.models import Contract
from contracts.signing.stages import State
from spark.accounts.models import Role
from spark.accounts.scope import Actor
from spark.audit import trail
from spark.duties import board
from spark.errors import Refused
from spark.jobs import enqueue_on_commit

Ids = Iterable[int]


def open_draft_duty(records: Sequence[Contract], at: datetime) -> None:
    board.open_for(
        records, "contract-issue", Role.SIGNING, at=at, due=at + timedelta(days=5)
    )


@trail.action("contract.issue", _("Contract issued for signature"), key=True)
def issue(
    *,
    actor: Actor,
    ids: Ids,
    employer: str,
    position: str,
    starts_on: date,
    ends_on: date,
    at: datetime | None = None,
) -> None:
    """Fix the terms and send contracts out; the college is told."""
    at = at or timezone.now()
    records = CONTRACTS.locked(actor, ids, "issue")
    move(
        records,
        "issue",
        at=at,
        employer=employer,
        position=position,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    board.close(records, at=at)
    board.open_for(
        records, "contract-sign", Role.SIGNING, at=at, due=at + timedelta(days=7)
    )
    tell_campuses("contract-issued", records, at=at)


@trail.action("contract.sign", _("Signed by the candidate, on paper"), key=True)
def sign(
    *, actor: Actor, ids: Ids, signed_on: date, at: datetime | None = None
) -> None:
    """Record paper signatures that came back.

    Raises:
        Refused: signed-in-future.
    """
    at = at or timezone.now()
    _not_later(signed_on, at)
    records = CONTRACTS.locked(actor, ids, "sign")
    move(records, "sign", at=at, signed_on=signed_on)
    board.close(records, at=at)
    board.open_for(
        records, "contract-countersign", Role.SIGNING, at=at, due=at + timedelta(days=3)
    )


@trail.action("contract.countersign", _("Countersigned, contract in force"), key=True)
def countersign(
    *, actor: Actor, ids: Ids, signed_on: date, at: datetime | None = None
) -> None:
    """Put contracts in force; a job takes their people into the team.

    Raises:
        Refused: signed-in-future, or countersigned-first if dated before the
            candidate's signature.
    """
    at = at or timezone.now()
    _not_later(signed_on, at)
    records = CONTRACTS.locked(actor, ids, "countersign")
    if any(record.signed_on and signed_on < record.signed_on for record in records):
        raise Refused("countersigned-first", status=422)
    move(records, "countersign", at=at, countersigned_on=signed_on)
    board.close(records, at=at)
    tell_campuses("contract-in-force", records, at=at)
    enqueue_on_commit("team.admit_signed")


def _not_later(day: date, at: datetime) -> None:
    # The law's day is China's, wherever the reader is.
    if day > timezone.localdate(at, timezone.get_default_timezone()):
        raise Refused("signed-in-future", status=422, day=day)


@trail.action("contract.void", _("Contract withdrawn"), key=True)
def void(*, actor: Actor, ids: Ids, reason: str, at: datetime | None = None) -> None:
    """Withdraw contracts not yet in force; to be drafted again, or let go."""
    _open_again(_close(actor, "void", ids, at), at)


@trail.action("contract.expire", _("Offer expired unsigned"), key=True)
def expire(*, actor: Actor, ids: Ids, at: datetime | None = None) -> None:
    """Close offers nobody signed in time; to be drafted again, or let go."""
    _open_again(_close(actor, "expire", ids, at), at)


@trail.action("contract.decline", _("Contract declined"), key=True)
def decline(*, actor: Actor, ids: Ids, reason: str, at: datetime | None = None) -> None:
    """Record that candidates don't want to sign; they leave."""
    at = at or timezone.now()
    records = _close(actor, "decline", ids, at)
    leave_pipeline(lock_candidates(records), LeaveReason.DECLINED, at=at)


def _close(
    actor: Actor, verb: str, ids: Ids, at: datetime | None
) -> Sequence[Contract]:
    at = at or timezone.now()
    records = CONTRACTS.locked(actor, ids, verb)
    move(records, verb, at=at)
    board.close(records, at=at)
    return records


def _open_again(records: Sequence[Contract], at: datetime | None) -> None:
    at = at or timezone.now()
    board.open_for(
        records, "contract-again", Role.SIGNING, at=at, due=at + timedelta(days=3)
    )


def _closed(actor: Actor, verb: str, ids: Ids) -> Sequence[Contract]:
    """Contracts withdrawn or expired whose candidates still wait in signing."""
    records = CONTRACTS.locked(actor, ids, verb)
    if any(not record.can_be_drafted_again for record in records):
        raise Refused("state-moved")
    return records


@trail.action("contract.let-go", _("Let go without a contract"), key=True)
def let_go(*, actor: Actor, ids: Ids, reason: str, at: datetime | None = None) -> None:
    """Give up on people whose contract was withdrawn or expired; they leave."""
    at = at or timezone.now()
    records = _closed(actor, "let-go", ids)
    board.close(records, at=at)
    leave_pipeline(lock_candidates(records), LeaveReason.CONTRACT_VOID, at=at)


@trail.action("contract.draft-again", _("New contract drafted"))
def draft_again(*, actor: Actor, ids: Ids, at: datetime | None = None) -> None:
    """Open a new draft after one was withdrawn or expired.

    Args:
        ids: of closed contracts whose candidates are still in signing.
    """
    at = at or timezone.now()
    closed = _closed(actor, "draft-again", ids)
    board.close(closed, at=at)
    records = Contract.objects.bulk_create(
        Contract(candidate=record.candidate, state_since=at) for record in closed
    )
    open_draft_duty(records, at)


@trail.action("contract.end", _("Contract ended"), key=True)
def end(*, actor: Actor, ids: Ids, reason: str, at: datetime | None = None) -> None:
    """End contracts in force once the membership has ended.

    Raises:
        Refused: membership-first, while the candidate is still in the team.
    """
    at = at or timezone.now()
    records = CONTRACTS.locked(actor, ids, "end")
    candidates = lock_candidates(records)
    if any(candidate.stage == Stage.MANAGEMENT for candidate in candidates):
        raise Refused("membership-first")
    move(records, "end", at=at)
    here = [c for c in candidates if c.stage == Stage.SIGNING]
    leave_pipeline(here, LeaveReason.ENDED, at=at)


def in_force_waiting(limit: int = 200) -> list[int]:
    """Contracts in force whose candidate hasn't entered the team yet."""
    return list(
        Contract.objects.filter(
            state=State.IN_FORCE, candidate__stage=Stage.SIGNING
        ).values_list("pk", flat=True)[:limit]
    )
