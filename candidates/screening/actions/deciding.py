"""Taking screenings up, deciding and releasing."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from candidates.register.access import BATCHES
from candidates.register.actions import (
    LEAVES,
    candidates_of,
    change_stage,
    check_leaving,
    check_open,
    forget_decision,
    leave_pipeline,
    move,
    note_decision,
    register_again,
    tell_campuses,
)
from candidates.register.models import Batch, Candidate, LeaveReason
from candidates.register.stages import Stage, SystemReason
from candidates.screening.access import SCREENINGS
from candidates.screening.actions.bounds import (
    begin,
    end_reviews,
    open_decision,
)
from candidates.screening.actions.releasing import close_waitlist
from candidates.screening.models import Screening
from candidates.screening.queries import judged_by
from candidates.screening.stages import State
from spark.accounts.models import Role, User
from spark.accounts.scope import Actor, grants_of
from spark.accounts.verbs import verb
from spark.duties import board
from spark.errors import Refused
from spark.wording import in_all

RELEASED_WITHIN = timedelta(days=3)
UNDECIDED: dict[str, Any] = {"decision_ground": "", "decided_by": None}


@verb(
    SCREENINGS,
    roles={Role.REVIEWER, Role.OFFICE},
    label=_("Review opened"),
    internal=True,
)
def open_review(records: Sequence[Screening], *, actor: Actor, at: datetime) -> None:
    """Take screenings up as their reviewer; the office then has to decide."""
    begin(records, at=at, reviewer=actor if isinstance(actor, User) else None)


@verb(
    SCREENINGS,
    roles={Role.OFFICE},
    label=_("Decision noted"),
    internal=True,
    states={State.IN_REVIEW},
)
def decide(
    records: Sequence[Screening],
    *,
    actor: Actor,
    decision: str,
    reason: str,
    ground: str = "",
    at: datetime,
) -> None:
    """Note a decision, changeable until released; nobody is told.

    It is not to be decided any more, but to be released.

    Args:
        ground: one of `Ground`; the reason says in words what it leaves open.
    """
    by = actor if isinstance(actor, User) else None
    note_decision(records, decision, reason, decision_ground=ground, decided_by=by)
    board.close(records, "screening-decide", at=at)
    due = at + RELEASED_WITHIN
    board.open_for(records, "screening-release", Role.OFFICE, at=at, due=due)


@verb(
    SCREENINGS,
    roles={Role.COORDINATOR, Role.OFFICE, Role.CLIENT},
    label=_("Left during screening"),
    follows=LEAVES,
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
    forget_decision(records, **UNDECIDED)
    move(records, Screening.withdraw, at=at)
    board.close(records, at=at)
    end_reviews(records, at=at)
    leave_pipeline(candidates, left_reason.slug, at=at)


@verb(
    SCREENINGS, roles={Role.OFFICE}, label=_("Appeal heard, back in review"), key=True
)
def appeal(records: Sequence[Screening], *, reason: str, at: datetime) -> None:
    """Judge the rejected anew; they come back into the pipeline."""
    change_stage(candidates_of(records), Candidate.return_to_screening, at=at)
    undecided = {"decision": "", "decision_reason": "", **UNDECIDED}
    move(records, Screening.appeal, at=at, **undecided)
    open_decision(records, at)


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
