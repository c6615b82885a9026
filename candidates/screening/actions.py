"""Verbs of screening. Each is for one or many and keyword-only."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from candidates.register.access import BATCHES
from candidates.register.actions import (
    candidates_of,
    check_leaving,
    check_open,
    forget_decision,
    leave_pipeline,
    move,
    note_decision,
    register_again,
    return_to,
    tell_campuses,
)
from candidates.register.models import Batch, Candidate, LeaveReason, Quota
from candidates.register.queries import occupied
from candidates.register.stages import Stage, SystemReason
from candidates.screening.access import SCREENINGS
from candidates.screening.models import Screening
from candidates.screening.queries import judged_by
from candidates.screening.stages import Decision, State
from spark import clock
from spark.accounts.models import Role, User
from spark.accounts.scope import Actor, grants_of
from spark.audit import trail
from spark.duties import board
from spark.errors import Refused
from spark.jobs import enqueue_on_commit
from spark.wording import in_all

Ids = Iterable[int]
RELEASES = {
    Decision.PASSED: "pass_",
    Decision.WAITLISTED: "waitlist",
    Decision.REJECTED: "reject",
}


@trail.action("screening.open-review", _("Review opened"), internal=True)
def open_review(*, actor: Actor, ids: Ids, at: datetime | None = None) -> None:
    """Take screenings up as their reviewer; the office then has to decide."""
    at = at or clock.now()
    records = SCREENINGS.locked(actor, ids, "open-review")
    move(
        records,
        "open_review",
        at=at,
        reviewer=actor if isinstance(actor, User) else None,
    )
    board.close(records, at=at)
    _open_decision(records, at)


def _open_decision(records: Sequence[Screening], at: datetime) -> None:
    board.open_for(
        records, "screening-decide", Role.OFFICE, at=at, due=at + timedelta(days=5)
    )


@trail.action("screening.ask-more", _("More asked for"))
def ask_more(
    *, actor: Actor, ids: Ids, reason: str, at: datetime | None = None
) -> None:
    """Ask the college for what is missing to judge; tells it."""
    at = at or clock.now()
    records = SCREENINGS.locked(actor, ids, "ask-more")
    move(records, "ask_more", at=at, asked_for=reason)
    board.close(records, at=at)
    due = at + timedelta(days=3)
    board.open_for(records, "screening-more", Role.COORDINATOR, at=at, due=due)
    tell_campuses("screening-more-asked", records, at=at, text=reason)


@trail.action("screening.receive-more", _("What was asked for came in"))
def receive_more(*, actor: Actor, ids: Ids, at: datetime | None = None) -> None:
    """Put screenings back into review."""
    at = at or clock.now()
    records = SCREENINGS.locked(actor, ids, "receive-more")
    move(records, "receive_more", at=at)
    board.close(records, at=at)
    _open_decision(records, at)


@trail.action("screening.decide", _("Decision noted"), internal=True)
def decide(
    *,
    actor: Actor,
    ids: Ids,
    decision: str,
    reason: str,
    at: datetime | None = None,
) -> None:
    """Note a decision, changeable until released; nobody is told."""
    records = SCREENINGS.locked(actor, ids, "decide")
    note_decision(records, decision, reason)


@trail.action("screening.release", _("Screening decision released"), key=True)
def release(*, actor: Actor, ids: Ids, at: datetime | None = None) -> None:
    """Make decisions known: the passed are admitted by a job, the rejected leave.

    Raises:
        Refused: screening-undecided, if one of them has no decision yet; quota-full,
            and then none is released.
    """
    at = at or clock.now()
    records = SCREENINGS.locked(actor, ids, "release")
    if any(not record.decision for record in records):
        raise Refused("screening-undecided")
    _conclude(records, at)


def _take_places(candidates: Sequence[Candidate]) -> None:
    """Refuse what the batch's quotas have no room for.

    The quotas stay locked until the decision is committed, so that decisions made at
    the same time are counted one after another.

    Raises:
        Refused: quota-full.
    """
    wanted = Counter((c.batch_id, c.direction_id, c.campus_id) for c in candidates)
    quotas = Quota.objects.filter(batch__in={batch for batch, *__ in wanted})
    quotas = quotas.select_related("direction", "campus").order_by("pk")
    for quota in quotas.select_for_update(of=("self",), no_key=True):
        asked = sum(
            count
            for (batch, direction, campus), count in wanted.items()
            if (batch, direction) == (quota.batch_id, quota.direction_id)
            and quota.campus_id in (None, campus)
        )
        taken = occupied(quota) if asked else 0
        if asked and taken + asked > quota.places:
            raise Refused("quota-full", quota=quota, taken=taken, asked=asked)


def _conclude(records: Sequence[Screening], at: datetime) -> None:
    """Each candidate's history gets the reason given for this one, and no other."""
    _take_places([r.candidate for r in records if r.decision == Decision.PASSED])
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
    enqueue_on_commit("incubation.admit_passed")


@trail.action("screening.take-from-waitlist", _("Taken from the waitlist"), key=True)
def take_from_waitlist(
    *, actor: Actor, ids: Ids, reason: str, at: datetime | None = None
) -> None:
    """A place fell free: the waitlisted pass and are admitted by a job."""
    _end_waitlist(actor, "take-from-waitlist", ids, Decision.PASSED, reason, at)


@trail.action("screening.close-waitlist", _("Waitlist closed"), key=True)
def close_waitlist(
    *, actor: Actor, ids: Ids, reason: str, at: datetime | None = None
) -> None:
    """No place fell free: the waitlisted leave."""
    _end_waitlist(actor, "close-waitlist", ids, Decision.REJECTED, reason, at)


def _end_waitlist(
    actor: Actor,
    verb: str,
    ids: Ids,
    decision: Decision,
    reason: str,
    at: datetime | None,
) -> None:
    records = SCREENINGS.locked(actor, ids, verb)
    for record in records:
        if not record.is_waitlisted:
            raise Refused("state-moved")
        record.decision, record.decision_reason = decision, reason
    Screening.objects.bulk_update(records, ["decision", "decision_reason"])
    _conclude(records, at or clock.now())


@trail.action(
    "screening.leave",
    _("Left during screening"),
    key=True,
    formerly="screening.withdraw",
)
def leave(
    *,
    actor: Actor,
    ids: Ids,
    left_reason: LeaveReason,
    reason: str,
    at: datetime | None = None,
) -> None:
    """Let people go before incubation, passed ones too; a place falls free.

    A decision nobody was told of is forgotten.

    Raises:
        Refused: not-your-role, state-moved, leave-reason-unknown.
    """
    at = at or clock.now()
    records = SCREENINGS.locked(actor, ids, "leave")
    candidates = candidates_of(records)
    check_leaving(candidates, left_reason, stage=Stage.SCREENING)
    forget_decision(records)
    move(records, "withdraw", at=at)
    board.close(records, at=at)
    leave_pipeline(candidates, left_reason.slug, at=at)


@trail.action("screening.appeal", _("Appeal heard, back in review"), key=True)
def appeal(*, actor: Actor, ids: Ids, reason: str, at: datetime | None = None) -> None:
    """Judge the rejected anew; they come back into the pipeline."""
    at = at or clock.now()
    records = SCREENINGS.locked(actor, ids, "appeal")
    return_to(candidates_of(records), Stage.SCREENING, at=at)
    move(records, "appeal", at=at, decision="", decision_reason="")
    _open_decision(records, at)


@trail.action(
    "screening.roll-waitlist", _("Moved from the waitlist to the next batch"), key=True
)
def roll_waitlist(
    *, actor: Actor, batch: Batch, into: Batch, reason: str, at: datetime | None = None
) -> int:
    """Move a batch's waitlisted on: registered in `into`, out of `batch`.

    Who is in `into` already only leaves. The colleges are told.

    Returns:
        How many were moved.

    Raises:
        Refused: not-your-role, batch-closed, roll-not-offered if their college or
            direction is not in `into`.
    """
    at = at or clock.now()
    if batch.pk == into.pk:
        raise ValueError("a waitlist can't be moved to its own batch")
    locked = BATCHES.locked(actor, [batch.pk, into.pk], "close")
    check_open(next(one for one in locked if one.pk == into.pk))
    waiting = SCREENINGS.visible_to(actor).filter(
        candidate__batch=batch, state=State.WAITLISTED
    )
    ids = waiting.values_list("pk", flat=True)
    records = SCREENINGS.locked(actor, ids, "close-waitlist")
    move(records, "roll", at=at)
    candidates = candidates_of(records)
    register_again(candidates, into, at=at)
    leave_pipeline(candidates, SystemReason.ROLLED, at=at)
    board.close(records, at=at)
    tell_campuses("screening-rolled", records, at=at, batch=in_all(into))
    return len(records)


@trail.action("screening.reassign", _("Given to another reviewer"), internal=True)
def reassign(
    *, actor: Actor, giver: User, taker: User, at: datetime | None = None
) -> None:
    """Hand a reviewer's undecided screenings to another; `spark.accounts` calls it.

    Raises:
        Refused: successor-barred, if some are of a college the taker belongs to.
    """
    ids = judged_by(giver).values_list("pk", flat=True)
    records = SCREENINGS.locked(actor, ids, "reassign")
    home = grants_of(taker).barred
    if barred := sum(record.candidate.campus_id in home for record in records):
        raise Refused("successor-barred", count=barred)
    for record in records:
        record.reviewer = taker
    Screening.objects.bulk_update(records, ["reviewer"])
