"""Verbs of screening. Each is for one or many and keyword-only."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from candidates.register.access import BATCHES
from candidates.register.actions import (
    candidates_of,
    change_stage,
    check_leaving,
    check_open,
    decision_told,
    forget_decision,
    leave_pipeline,
    move,
    note_decision,
    register_again,
    take_places,
    tell_campuses,
    tell_candidates,
)
from candidates.register.models import Batch, Candidate, LeaveReason
from candidates.register.stages import Stage, SystemReason
from candidates.screening.access import SCREENINGS
from candidates.screening.models import Screening
from candidates.screening.queries import judged_by
from candidates.screening.stages import Decision, State
from spark.accounts.models import Role, User
from spark.accounts.scope import Actor, grants_of
from spark.accounts.verbs import verb
from spark.audit import trail
from spark.duties import board
from spark.errors import Refused
from spark.jobs import enqueue_on_commit
from spark.wording import in_all

RELEASES = {
    Decision.PASSED: Screening.pass_,
    Decision.WAITLISTED: Screening.waitlist,
    Decision.REJECTED: Screening.reject,
}


@verb(
    SCREENINGS,
    roles={Role.REVIEWER, Role.OFFICE},
    label=_("Review opened"),
    internal=True,
)
def open_review(records: Sequence[Screening], *, actor: Actor, at: datetime) -> None:
    """Take screenings up as their reviewer; the office then has to decide."""
    move(
        records,
        Screening.open_review,
        at=at,
        reviewer=actor if isinstance(actor, User) else None,
    )
    board.close(records, at=at)
    _open_decision(records, at)


def _open_decision(records: Sequence[Screening], at: datetime) -> None:
    board.open_for(
        records, "screening-decide", Role.OFFICE, at=at, due=at + timedelta(days=5)
    )


@verb(SCREENINGS, roles={Role.REVIEWER, Role.OFFICE}, label=_("More asked for"))
def ask_more(records: Sequence[Screening], *, reason: str, at: datetime) -> None:
    """Ask the college for what is missing to judge; tells it."""
    move(records, Screening.ask_more, at=at, asked_for=reason)
    board.close(records, at=at)
    due = at + timedelta(days=3)
    board.open_for(records, "screening-more", Role.COORDINATOR, at=at, due=due)
    tell_campuses("screening-more-asked", records, at=at, text=reason)
    tell_candidates("own-more-asked", records, lambda record: {"text": reason}, at=at)


@verb(
    SCREENINGS,
    roles={Role.COORDINATOR, Role.CLIENT, Role.OFFICE},
    label=_("What was asked for came in"),
)
def receive_more(records: Sequence[Screening], *, at: datetime) -> None:
    """Put screenings back into review."""
    move(records, Screening.receive_more, at=at)
    board.close(records, at=at)
    _open_decision(records, at)


@verb(
    SCREENINGS,
    roles={Role.OFFICE},
    label=_("Decision noted"),
    internal=True,
    states={State.IN_REVIEW},
)
def decide(records: Sequence[Screening], *, decision: str, reason: str) -> None:
    """Note a decision, changeable until released; nobody is told."""
    note_decision(records, decision, reason)


@verb(
    SCREENINGS,
    roles={Role.OFFICE},
    label=_("Screening decision released"),
    key=True,
    states={State.IN_REVIEW},
    when=lambda record: bool(record.decision),
)
def release(records: Sequence[Screening], *, at: datetime) -> None:
    """Make decisions known: the passed are admitted by a job, the rejected leave.

    Raises:
        Refused: screening-undecided, if one of them has no decision yet; quota-full,
            and then none is released.
    """
    if any(not record.decision for record in records):
        raise Refused("screening-undecided")
    _conclude(records, at)


def _conclude(records: Sequence[Screening], at: datetime) -> None:
    """Release by groups of one decision and reason, so history has everybody's own."""
    take_places([r.candidate for r in records if r.decision == Decision.PASSED])
    groups: dict[tuple[str, str], list[Screening]] = {}
    for record in records:
        groups.setdefault((record.decision, record.decision_reason), []).append(record)
    for (decision, reason), group in groups.items():
        trail.because(reason)
        move(group, RELEASES[Decision(decision)], at=at)
        if decision == Decision.REJECTED:
            leave_pipeline(candidates_of(group), SystemReason.NOT_SELECTED, at=at)
    board.close(records, at=at)
    tell_campuses("screening-released", records, at=at)
    tell_candidates("own-decision", records, decision_told, at=at)
    enqueue_on_commit("incubation.admit_passed")


@verb(
    SCREENINGS,
    roles={Role.OFFICE},
    label=_("Taken from the waitlist"),
    states={State.WAITLISTED},
    key=True,
)
def take_from_waitlist(
    records: Sequence[Screening], *, reason: str, at: datetime
) -> None:
    """A place fell free: the waitlisted pass and are admitted by a job."""
    _end_waitlist(records, Decision.PASSED, reason, at)


@verb(
    SCREENINGS,
    roles={Role.OFFICE},
    label=_("Waitlist closed"),
    states={State.WAITLISTED},
    key=True,
)
def close_waitlist(records: Sequence[Screening], *, reason: str, at: datetime) -> None:
    """No place fell free: the waitlisted leave."""
    _end_waitlist(records, Decision.REJECTED, reason, at)


def _end_waitlist(
    records: Sequence[Screening], decision: Decision, reason: str, at: datetime
) -> None:
    for record in records:
        if not record.is_waitlisted:
            raise Refused("state-moved")
        record.decision, record.decision_reason = decision, reason
    Screening.objects.bulk_update(records, ["decision", "decision_reason"])
    _conclude(records, at)


@verb(
    SCREENINGS,
    roles={Role.COORDINATOR, Role.OFFICE, Role.CLIENT},
    label=_("Left during screening"),
    formerly="screening.withdraw",
    key=True,
    transition=Screening.withdraw,
)
def leave(
    records: Sequence[Screening], *, left_reason: LeaveReason, reason: str, at: datetime
) -> None:
    """Let people go before incubation, passed ones too; a place falls free.

    A decision nobody was told of is forgotten.

    Raises:
        Refused: not-your-role, state-moved, leave-reason-unknown.
    """
    candidates = candidates_of(records)
    check_leaving(candidates, left_reason, stage=Stage.SCREENING)
    forget_decision(records)
    move(records, Screening.withdraw, at=at)
    board.close(records, at=at)
    leave_pipeline(candidates, left_reason.slug, at=at)


@verb(
    SCREENINGS, roles={Role.OFFICE}, label=_("Appeal heard, back in review"), key=True
)
def appeal(records: Sequence[Screening], *, reason: str, at: datetime) -> None:
    """Judge the rejected anew; they come back into the pipeline."""
    change_stage(candidates_of(records), Candidate.return_to_screening, at=at)
    move(records, Screening.appeal, at=at, decision="", decision_reason="")
    _open_decision(records, at)


@verb(
    BATCHES,
    roles={Role.OFFICE},
    label=_("Moved from the waitlist to the next batch"),
    history="screening.roll-waitlist",
    detail=False,
    key=True,
)
def roll_waitlist(
    *, actor: Actor, batch: Batch, into: Batch, reason: str, at: datetime
) -> int:
    """Move a batch's waitlisted on: registered in `into`, out of `batch`.

    Who is in `into` already only leaves. The colleges are told.

    Returns:
        How many were moved.

    Raises:
        Refused: not-your-role, batch-closed, roll-not-offered if their college or
            direction is not in `into`.
    """
    if batch.pk == into.pk:
        raise ValueError("a waitlist can't be moved to its own batch")
    locked = BATCHES.locked(actor, [batch.pk, into.pk], roll_waitlist)
    check_open(next(batch for batch in locked if batch.pk == into.pk))
    waiting = SCREENINGS.visible_to(actor).filter(
        candidate__batch=batch, state=State.WAITLISTED
    )
    ids = waiting.values_list("pk", flat=True)
    records = SCREENINGS.locked(actor, ids, close_waitlist)
    move(records, Screening.roll, at=at)
    candidates = candidates_of(records)
    register_again(candidates, into, at=at)
    leave_pipeline(candidates, SystemReason.ROLLED, at=at)
    board.close(records, at=at)
    tell_campuses("screening-rolled", records, at=at, batch=in_all(into))
    return len(records)


@verb(
    SCREENINGS,
    roles={Role.OFFICE},
    label=_("Given to another reviewer"),
    detail=False,
    internal=True,
)
def reassign(*, actor: Actor, giver: User, taker: User) -> None:
    """Hand a reviewer's undecided screenings to another; `spark.accounts` calls it.

    Raises:
        Refused: successor-barred, if some are of a college the taker belongs to.
    """
    ids = judged_by(giver).values_list("pk", flat=True)
    records = SCREENINGS.locked(actor, ids, reassign)
    home = grants_of(taker).barred
    if barred := sum(record.candidate.campus_id in home for record in records):
        raise Refused("successor-barred", count=barred)
    for record in records:
        record.reviewer = taker
    Screening.objects.bulk_update(records, ["reviewer"])
