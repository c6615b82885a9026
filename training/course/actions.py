"""Verbs of training."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from candidates.incubation.actions import ask_no_more, ask_to_close
from candidates.incubation.queries import suspended
from candidates.register.actions import (
    candidates_of,
    check_leaving,
    forget_decision,
    leave_pipeline,
    move,
    note_decision,
    return_to,
    tell_campuses,
)
from candidates.register.models import LeaveReason
from candidates.register.stages import Stage, SystemReason
from spark import clock
from spark.accounts.models import Role
from spark.accounts.scope import Actor
from spark.audit import trail
from spark.duties import board
from spark.errors import Refused
from training.course.access import ENROLMENTS
from training.course.models import Enrolment
from training.course.stages import Decision

Ids = Iterable[int]
RELEASES = {Decision.QUALIFIED: "qualify", Decision.ELIMINATED: "eliminate"}


@trail.action("course.start-learning", _("Course begun"))
def start_learning(*, actor: Actor, ids: Ids, at: datetime | None = None) -> None:
    """Begin the course of enrolled candidates."""
    at = at or clock.now()
    records = ENROLMENTS.locked(actor, ids, "start-learning")
    move(records, "start_learning", at=at)
    board.close(records, at=at)


@trail.action("course.start-competing", _("Entered trial broadcasts"), key=True)
def start_competing(*, actor: Actor, ids: Ids, at: datetime | None = None) -> None:
    """Let learners compete on air; the office then has to decide."""
    at = at or clock.now()
    records = ENROLMENTS.locked(actor, ids, "start-competing")
    if suspended(record.candidate_id for record in records):
        raise Refused("internship-suspended")
    move(records, "start_competing", at=at)
    _open_decision(records, at)


def _open_decision(records: list[Enrolment], at: datetime) -> None:
    board.open_for(
        records, "training-decide", Role.OFFICE, at=at, due=at + timedelta(days=21)
    )


@trail.action("course.decide", _("Decision noted"), internal=True)
def decide(
    *,
    actor: Actor,
    ids: Ids,
    decision: str,
    reason: str,
    at: datetime | None = None,
) -> None:
    """Note a decision, changeable until released; nobody is told."""
    records = ENROLMENTS.locked(actor, ids, "decide")
    note_decision(records, decision, reason)


@trail.action("course.release", _("Training decision released"), key=True)
def release(*, actor: Actor, ids: Ids, at: datetime | None = None) -> None:
    """Make decisions known: the qualified can be signed, the eliminated leave.

    Raises:
        Refused: training-undecided, if one of them has no decision yet.
    """
    at = at or clock.now()
    records = ENROLMENTS.locked(actor, ids, "release")
    if any(not record.decision for record in records):
        raise Refused("training-undecided")
    _conclude(records, at)
    board.close(records, at=at)
    signable = [r for r in records if r.decision == Decision.QUALIFIED]
    board.open_for(
        signable, "contract-open", Role.SIGNING, at=at, due=at + timedelta(days=7)
    )
    tell_campuses("training-released", records, at=at)


def _conclude(records: list[Enrolment], at: datetime) -> None:
    """Each candidate's history gets the reason given for this one, and no other."""
    groups: dict[tuple[str, str], list[Enrolment]] = {}
    for record in records:
        groups.setdefault((record.decision, record.decision_reason), []).append(record)
    for (decision, reason), group in groups.items():
        trail.because(reason)
        move(group, RELEASES[Decision(decision)], at=at)
        if decision == Decision.ELIMINATED:
            candidates = candidates_of(group)
            leave_pipeline(candidates, SystemReason.NOT_SELECTED, at=at)
            ask_to_close(candidates, at=at)


@trail.action(
    "course.leave", _("Left during training"), key=True, formerly="course.drop"
)
def leave(
    *,
    actor: Actor,
    ids: Ids,
    left_reason: LeaveReason,
    reason: str,
    at: datetime | None = None,
) -> None:
    """Let people go before signing, qualified ones too.

    A decision nobody was told of is forgotten; their college has to end internships
    that still run.

    Raises:
        Refused: not-your-role, state-moved, leave-reason-unknown.
    """
    at = at or clock.now()
    records = ENROLMENTS.locked(actor, ids, "leave")
    candidates = candidates_of(records)
    check_leaving(candidates, left_reason, stage=Stage.TRAINING)
    forget_decision(records)
    move(records, "drop", at=at)
    board.close(records, at=at)
    leave_pipeline(candidates, left_reason.slug, at=at)
    ask_to_close(candidates, at=at)


@trail.action("course.appeal", _("Appeal heard, competes again"), key=True)
def appeal(*, actor: Actor, ids: Ids, reason: str, at: datetime | None = None) -> None:
    """Bring the eliminated back into competition."""
    at = at or clock.now()
    records = ENROLMENTS.locked(actor, ids, "appeal")
    candidates = candidates_of(records)
    return_to(candidates, Stage.TRAINING, at=at)
    ask_no_more(candidates, at=at)
    move(records, "appeal", at=at, decision="", decision_reason="")
    _open_decision(records, at)
