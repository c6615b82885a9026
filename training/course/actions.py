"""Verbs of training."""

from collections.abc import Iterable, Sequence
from copy import copy
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from candidates.incubation.actions import (
    ask_no_more,
    ask_to_close,
    ask_to_go_on,
    judge_trials_again,
)
from candidates.incubation.queries import suspended
from candidates.register.actions import (
    LEAVES,
    RELEASED,
    candidates_of,
    change_stage,
    check_leaving,
    decision_told,
    forget_decision,
    leave_pipeline,
    move,
    note_decision,
    tell_campuses,
    tell_candidates,
)
from candidates.register.models import Candidate, LeaveReason
from candidates.register.stages import Stage, SystemReason
from spark.accounts.models import Role
from spark.accounts.verbs import verb
from spark.audit import trail
from spark.duties import board
from spark.errors import Refused
from training.course.access import ENROLMENTS
from training.course.models import Enrolment
from training.course.stages import Decision, State

RELEASES = {
    Decision.QUALIFIED: Enrolment.qualify,
    Decision.ELIMINATED: Enrolment.eliminate,
}


@verb(ENROLMENTS, roles={Role.OFFICE}, label=_("Course begun"))
def start_learning(records: Sequence[Enrolment], *, at: datetime) -> None:
    """Begin the course of enrolled candidates."""
    move(records, Enrolment.start_learning, at=at)
    board.close(records, at=at)


@verb(ENROLMENTS, roles={Role.OFFICE}, label=_("Entered trial broadcasts"), key=True)
def start_competing(records: Sequence[Enrolment], *, at: datetime) -> None:
    """Let learners compete on air; the office then has to decide."""
    if suspended(record.candidate_id for record in records):
        raise Refused("internship-suspended")
    move(records, Enrolment.start_competing, at=at)
    _open_decision(records, at)


def _open_decision(records: Sequence[Enrolment], at: datetime) -> None:
    board.open_for(
        records, "training-decide", Role.OFFICE, at=at, due=at + timedelta(days=21)
    )


@verb(
    ENROLMENTS,
    roles={Role.OFFICE},
    label=_("Decision noted"),
    internal=True,
    states={State.COMPETING},
)
def decide(
    records: Sequence[Enrolment], *, decision: str, reason: str, at: datetime
) -> None:
    """Note a decision, changeable until released; nobody is told.

    It is not to be decided any more, but to be released.
    """
    note_decision(records, decision, reason)
    await_release(records, at)


def await_release(records: Sequence[Enrolment], at: datetime) -> None:
    """What is noted on them is to be released, and they aren't to be decided on."""
    board.close(records, "training-decide", at=at)
    due = at + timedelta(days=3)
    board.open_for(records, "training-release", Role.OFFICE, at=at, due=due)


def await_decision(records: Sequence[Enrolment], at: datetime) -> None:
    """What was noted on some ends their course no more: that is to be decided."""
    if board.close(records, "training-release", at=at):
        _open_decision(records, at)


@verb(
    ENROLMENTS,
    roles={Role.OFFICE},
    label=_("Training decision released"),
    follows=RELEASED,
    key=True,
    states={State.COMPETING},
    when=lambda record: bool(record.decision),
)
def release(records: Sequence[Enrolment], *, at: datetime) -> None:
    """Make decisions known: the qualified can be signed, the eliminated leave.

    Raises:
        Refused: training-undecided, if one of them has no decision yet.
    """
    if any(not record.decision for record in records):
        raise Refused("training-undecided")
    make_known(records, at)


def make_known(records: Sequence[Enrolment], at: datetime) -> None:
    """Conclude locked records by what is noted on them, and tell everybody."""
    _conclude(records, at)
    board.close(records, at=at)
    signable = [r for r in records if r.decision == Decision.QUALIFIED]
    ask_no_more(candidates_of(signable), at=at)
    board.open_for(
        signable, "contract-open", Role.SIGNING, at=at, due=at + timedelta(days=7)
    )
    _tell_released(records, at)
    judge_trials_again(records)


def _tell_released(records: Sequence[Enrolment], at: datetime) -> None:
    tell_campuses("training-released", records, at=at)
    tell_candidates("own-decision", records, decision_told, at=at)


def foretell_known(
    noted: Iterable[tuple[Enrolment, Decision, str]], at: datetime
) -> None:
    """Tell as `make_known` will, once that is noted; only while it is foretold."""
    known = []
    for record, decision, reason in noted:
        then = copy(record)
        then.decision, then.decision_reason = decision, reason
        RELEASES[decision](then)
        known.append(then)
    _tell_released(known, at)


def _conclude(records: Sequence[Enrolment], at: datetime) -> None:
    """Release by groups of one decision and reason, so history has everybody's own."""
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


@verb(
    ENROLMENTS,
    roles={Role.COORDINATOR, Role.CLIENT, Role.OFFICE},
    label=_("Left during training"),
    follows=LEAVES,
    formerly="course.drop",
    key=True,
    transition=Enrolment.drop,
)
def leave(
    records: Sequence[Enrolment], *, left_reason: LeaveReason, reason: str, at: datetime
) -> None:
    """Let people go before signing, qualified ones too.

    A decision nobody was told of is forgotten; their college has to end internships
    that still run.

    Raises:
        Refused: not-your-role, state-moved, leave-reason-unknown.
    """
    candidates = candidates_of(records)
    check_leaving(candidates, left_reason, stage=Stage.TRAINING)
    forget_decision(records)
    move(records, Enrolment.drop, at=at)
    board.close(records, at=at)
    leave_pipeline(candidates, left_reason.slug, at=at)
    ask_to_close(candidates, at=at)


@verb(
    ENROLMENTS, roles={Role.OFFICE}, label=_("Appeal heard, competes again"), key=True
)
def appeal(records: Sequence[Enrolment], *, reason: str, at: datetime) -> None:
    """Bring the eliminated back into competition.

    Their colleges have to take up again the internships that have ended meanwhile.
    """
    candidates = candidates_of(records)
    change_stage(candidates, Candidate.return_to_training, at=at)
    ask_to_go_on(candidates, at=at)
    move(records, Enrolment.appeal, at=at, decision="", decision_reason="")
    _open_decision(records, at)
