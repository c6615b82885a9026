"""Verbs of signing."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from candidates.incubation.actions import ask_to_close
from candidates.register.actions import (
    LEAVES,
    candidates_of,
    check_leaving,
    leave_pipeline,
    move,
    refuse,
    tell_campuses,
)
from candidates.register.models import LeaveReason, still_there
from candidates.register.stages import Stage, SystemReason
from contracts.signing import rules
from contracts.signing.access import CONTRACTS
from contracts.signing.actions.dating import check_not_later, check_signed
from contracts.signing.actions.ending import ask_to_end, end
from contracts.signing.actions.minors import of_guardians
from contracts.signing.actions.scans import add_scan, keep_scan, open_scan
from contracts.signing.models import Contract, ScanKind
from contracts.signing.rules import Pay, may_begin, may_issue
from contracts.signing.stages import CLOSED, State
from spark import clock
from spark.accounts.models import Role
from spark.accounts.scope import Actor
from spark.accounts.verbs import verb
from spark.campuses import calendar
from spark.duties import board
from spark.errors import Refused
from spark.jobs import enqueue_on_commit

__all__ = ["add_scan", "ask_to_end", "end", "open_scan"]


def open_draft_duty(records: Sequence[Contract], at: datetime) -> None:
    board.open_for(
        records, "contract-issue", Role.SIGNING, at=at, due=at + timedelta(days=5)
    )


@verb(
    CONTRACTS, roles={Role.SIGNING}, label=_("Contract issued for signature"), key=True
)
def issue(
    records: Sequence[Contract], *, reason: str = "", at: datetime, **terms: Any
) -> None:
    """Fix the terms and send contracts out; the college is told.

    Both must have signed within the month that the law gives.

    Args:
        terms: the contract's fields as `TermsForm` has them, the same for all.
        reason: lets a warning of the rules pass; a block never passes.

    Raises:
        Refused: with the code of the first finding.
    """
    guardians, of_pay = of_guardians(records, at), may_issue(_pay(terms))
    for record in records:
        found = may_begin(terms["starts_on"], clock.day(record.entered_at))
        against = [*guardians[record], *found, *of_pay]
        refuse(against, reason, name=record.candidate.person.name)
    move(records, Contract.issue, at=at, **terms)
    board.close(records, at=at)
    board.open_for(records, "contract-sign", Role.SIGNING, at=at, due=_written_by)
    tell_campuses("contract-issued", records, at=at)


def _pay(terms: dict[str, Any]) -> Pay:
    base = terms.get("base")
    first = terms["starts_on"]
    return Pay(
        monthly=terms.get("pay_fen"),
        probation=terms.get("probation_pay_fen"),
        place=str(base or ""),
        minimum=calendar.minimum_wage(base.region, first) if base else None,
    )


def _written_by(record: Contract) -> datetime:
    """As of its terms, which are fixed by now."""
    return clock.end_of(rules.written_by(record.starts_on))  # type: ignore[arg-type]


@verb(
    CONTRACTS,
    roles={Role.SIGNING},
    label=_("Signed by the candidate, on paper"),
    key=True,
)
def sign(
    records: Sequence[Contract],
    *,
    actor: Actor,
    signed_on: date,
    scan: File | None = None,
    at: datetime,
) -> None:
    """Record paper signatures that came back, one of them with its scan.

    Raises:
        Refused: signed-in-future, signed-before-drafted, guardian-consent-missing, or
            what `add_scan` refuses.
    """
    check_signed(records, signed_on, at)
    move(records, Contract.sign, at=at, signed_on=signed_on)
    keep_scan(actor, records, ScanKind.CANDIDATE, scan, at)
    board.close(records, at=at)
    board.open_for(
        records,
        "contract-countersign",
        Role.SIGNING,
        at=at,
        due=lambda record: min(at + timedelta(days=3), _written_by(record)),
    )


@verb(
    CONTRACTS,
    roles={Role.SIGNING},
    label=_("Countersigned, contract in force"),
    follows=_(
        "The contract comes into force: the college is told, and the candidate joins"
        " the team. From then on it can only be ended."
    ),
    key=True,
)
def countersign(
    records: Sequence[Contract],
    *,
    actor: Actor,
    signed_on: date,
    scan: File | None = None,
    at: datetime,
) -> None:
    """Put contracts in force; a job takes their people into the team.

    Raises:
        Refused: signed-in-future, or countersigned-first if dated before the
            candidate's signature, or what `add_scan` refuses.
    """
    check_not_later(signed_on, at)
    if any(record.signed_on and signed_on < record.signed_on for record in records):
        raise Refused("countersigned-first", status=422)
    move(records, Contract.countersign, at=at, countersigned_on=signed_on)
    keep_scan(actor, records, ScanKind.COUNTERSIGNED, scan, at)
    board.close(records, at=at)
    tell_campuses("contract-in-force", records, at=at)
    enqueue_on_commit("team.admit_signed")


@verb(
    CONTRACTS,
    roles={Role.SIGNING},
    label=_("Contract withdrawn"),
    follows=_(
        "The contract is void for both sides. Another can be drafted, but this one"
        " can't be taken up again."
    ),
    key=True,
)
def void(records: Sequence[Contract], *, reason: str, at: datetime) -> None:
    """Withdraw contracts not yet in force; to be drafted again, or let go."""
    move(records, Contract.void, at=at)
    _open_again(records, at)


@verb(
    CONTRACTS,
    roles={Role.SIGNING},
    label=_("Offer expired unsigned"),
    follows=_(
        "The offer lapses: nobody can sign this contract any more. Another can be"
        " drafted."
    ),
    key=True,
)
def expire(records: Sequence[Contract], *, at: datetime) -> None:
    """Close offers nobody signed in time; to be drafted again, or let go."""
    move(records, Contract.expire, at=at)
    _open_again(records, at)


@verb(
    CONTRACTS,
    roles={Role.SIGNING},
    label=_("Contract declined"),
    follows=_("The candidate leaves the programme. It can't be undone."),
    key=True,
)
def decline(records: Sequence[Contract], *, reason: str, at: datetime) -> None:
    """Record that candidates don't want to sign; they leave."""
    move(records, Contract.decline, at=at)
    board.close(records, at=at)
    candidates = candidates_of(records)
    leave_pipeline(candidates, SystemReason.DECLINED, at=at)
    ask_to_close(candidates, at=at)


def _open_again(records: Sequence[Contract], at: datetime) -> None:
    board.close(records, at=at)
    board.open_for(
        records, "contract-again", Role.SIGNING, at=at, due=at + timedelta(days=3)
    )


@verb(
    CONTRACTS,
    roles={Role.SIGNING},
    label=_("Left during signing"),
    follows=LEAVES,
    formerly="contract.let-go",
    states=frozenset(State) - {State.DECLINED, State.ENDED},
    when=still_there,
    locks=False,
    key=True,
)
def leave(
    *,
    actor: Actor,
    ids: Iterable[int],
    left_reason: LeaveReason,
    reason: str,
    at: datetime,
) -> None:
    """Let people go who are not in the team yet; what is open of theirs is closed.

    A contract not yet in force is void, one in force ends; their college has to end
    internships that still run.

    Raises:
        Refused: not-your-role, state-moved, leave-reason-unknown.
    """
    keys = list(ids)
    records = CONTRACTS.locked(actor, _with_open(actor, keys), leave)
    if _with_open(actor, keys) - {record.pk for record in records}:
        raise Refused("state-moved")  # drafted again before the candidate was locked
    candidates = candidates_of(records)
    check_leaving(candidates, left_reason, stage=Stage.SIGNING)
    in_force = [c for c in records if c.state == State.IN_FORCE]
    offered = [c for c in records if c.state not in (*CLOSED, State.IN_FORCE)]
    move(in_force, Contract.end, at=at)
    move(offered, Contract.void, at=at)
    board.close(records, at=at)
    leave_pipeline(candidates, left_reason.slug, at=at)
    ask_to_close(candidates, at=at)


def _with_open(actor: Actor, ids: Iterable[int]) -> set[int]:
    """These contracts, and those open of the same candidates."""
    given = set(ids)
    own = CONTRACTS.visible_to(actor)
    about = own.filter(pk__in=given).values("candidate")
    also = own.filter(candidate__in=about).exclude(state__in=CLOSED)
    return given.union(also.values_list("pk", flat=True))


@verb(
    CONTRACTS,
    roles={Role.SIGNING},
    label=_("New contract drafted"),
    states={State.VOID, State.EXPIRED},
    when=lambda record: record.can_be_drafted_again,
)
def draft_again(closed: Sequence[Contract], *, at: datetime) -> None:
    """Open a new draft after one was withdrawn or expired.

    Args:
        ids: of closed contracts whose candidates are still in signing.
    """
    if any(not record.can_be_drafted_again for record in closed):
        raise Refused("state-moved")
    board.close(closed, at=at)
    records = Contract.objects.bulk_create(
        Contract(candidate=record.candidate, state_since=at) for record in closed
    )
    open_draft_duty(records, at)


def in_force_waiting(limit: int = 200) -> list[int]:
    """Contracts in force whose candidate hasn't entered the team yet."""
    return list(
        Contract.objects.filter(
            state=State.IN_FORCE, candidate__stage=Stage.SIGNING
        ).values_list("pk", flat=True)[:limit]
    )
