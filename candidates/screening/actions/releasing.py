"""Releasing decisions, and ending the waitlist: people are told, places are taken."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from copy import copy
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from candidates.register.access import BATCHES
from candidates.register.actions import (
    RELEASED,
    TAKEN,
    candidates_of,
    decision_told,
    leave_pipeline,
    move,
    take_places,
    tell_campuses,
    tell_candidates,
)
from candidates.register.models import Batch, Export
from candidates.register.stages import SystemReason
from candidates.screening.access import SCREENINGS
from candidates.screening.actions.bounds import end_reviews
from candidates.screening.actions.waitlist import check_turn, give_places
from candidates.screening.models import Screening
from candidates.screening.models.screening import DECIDED
from candidates.screening.queries import decided_in
from candidates.screening.stages import Decision, Ground, State
from spark import clock
from spark.accounts.models import Role, User
from spark.accounts.scope import Actor
from spark.accounts.verbs import verb
from spark.audit import trail
from spark.duties import board
from spark.errors import Refused
from spark.jobs import enqueue_on_commit
from spark.notifications.foretelling import Foretold, foretelling
from spark.wording import in_all

AT_A_TIME = 200
Report = Callable[[int], None]
RELEASES = {
    Decision.PASSED: Screening.pass_,
    Decision.WAITLISTED: Screening.waitlist,
    Decision.REJECTED: Screening.reject,
}


@verb(
    SCREENINGS,
    roles={Role.OFFICE},
    label=_("Screening decision released"),
    follows=RELEASED,
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


@verb(
    BATCHES,
    roles={Role.OFFICE},
    label=_("Screening decision released"),
    history="screening.release-batch",
    detail=False,
    key=True,
)
def release_batch(
    *,
    actor: Actor,
    batch: Batch,
    seen: str,
    at: datetime,
    report: Report | None = None,
) -> int:
    """Release all that is noted in a batch, exactly as it was `seen`.

    Args:
        seen: the `fingerprint` of what was shown before.
        report: is told how many are written so far.

    Returns:
        How many were released.

    Raises:
        Refused: not-your-role; release-moved, if something else is noted now;
            quota-full, and then none is released.
    """
    ids = decided_in(batch).values_list("pk", flat=True)
    records = SCREENINGS.locked(actor, ids, release)
    if not records or fingerprint(records) != seen:
        raise Refused("release-moved")
    _conclude(records, at, report)
    return len(records)


def fingerprint(records: Iterable[Screening]) -> str:
    """What is noted on whom, with which reason, as a short text."""
    noted = sorted(
        (one.pk, one.decision, one.decision_ground, one.decision_reason)
        for one in records
    )
    return hashlib.sha256(repr(noted).encode()).hexdigest()


def _heading(ground: str) -> dict[str, str]:
    """The ground's name, as history keeps headings."""
    if not ground:
        return {}
    said = in_all(Ground(ground).label)
    return {} if isinstance(said, str) else {code[:2]: s for code, s in said.items()}


def _conclude(
    records: Sequence[Screening], at: datetime, report: Report | None = None
) -> None:
    """Release by groups of one decision and reason, so history has everybody's own."""
    take_places([r.candidate for r in records if r.decision == Decision.PASSED])
    groups: dict[tuple[str, str, str], list[Screening]] = {}
    for record in records:
        told = record.decision, record.decision_ground, record.decision_reason
        groups.setdefault(told, []).append(record)
    done = 0
    for (decision, ground, reason), group in groups.items():
        trail.because(reason)
        trail.under(**_heading(ground))
        for first in range(0, len(group), AT_A_TIME):
            some = group[first : first + AT_A_TIME]
            move(some, RELEASES[Decision(decision)], at=at)
            if decision == Decision.REJECTED:
                leave_pipeline(candidates_of(some), SystemReason.NOT_SELECTED, at=at)
            done += len(some)
            if report:
                report(done)
    give_places([r for r in records if r.is_waitlisted])
    board.close(records, at=at)
    end_reviews(records, at=at)
    _tell(records, at)
    enqueue_on_commit("incubation.admit_passed")


def _tell(records: Sequence[Screening], at: datetime) -> None:
    tell_campuses("screening-released", records, at=at)
    tell_candidates("own-decision", records, decision_told, at=at)


def foretell_release(noted: Iterable[Screening], at: datetime) -> list[Foretold]:
    """Whom releasing these would tell, and in which words; nothing is written."""
    released = [copy(record) for record in noted]
    for record in released:
        RELEASES[Decision(record.decision)](record)
    with foretelling() as told:
        _tell(released, at)
    return told


@verb(
    SCREENINGS,
    roles={Role.OFFICE},
    label=_("Taken from the waitlist"),
    follows=TAKEN,
    states={State.WAITLISTED},
    key=True,
)
def take_from_waitlist(
    records: Sequence[Screening], *, actor: Actor, reason: str, at: datetime
) -> None:
    """A place fell free: the waitlisted pass and are admitted by a job.

    Whoever they are: `move_up` keeps to the order.
    """
    _end_waitlist(records, Decision.PASSED, reason, actor, at)


@verb(
    SCREENINGS,
    roles={Role.OFFICE},
    label=_("Moved up from the waitlist"),
    follows=TAKEN,
    states={State.WAITLISTED},
    key=True,
)
def move_up(
    records: Sequence[Screening], *, actor: Actor, reason: str, at: datetime
) -> None:
    """Places fell free: who is first on the waitlist of the direction passes.

    Raises:
        Refused: waitlist-turn, if somebody else is next or no place is free;
            quota-full.
    """
    check_turn(records)
    _end_waitlist(records, Decision.PASSED, reason, actor, at)


@verb(
    SCREENINGS,
    roles={Role.OFFICE},
    label=_("Waitlist closed"),
    follows=_(
        "Whoever still waits leaves the programme; they and their college are told."
        " It can't be undone."
    ),
    states={State.WAITLISTED},
    key=True,
)
def close_waitlist(
    records: Sequence[Screening], *, actor: Actor, reason: str, at: datetime
) -> None:
    """No place fell free: the waitlisted leave."""
    _end_waitlist(records, Decision.REJECTED, reason, actor, at)


def _end_waitlist(
    records: Sequence[Screening],
    decision: Decision,
    reason: str,
    actor: Actor,
    at: datetime,
) -> None:
    freed = decision == Decision.PASSED
    for record in records:
        if not record.is_waitlisted:
            raise Refused("state-moved")
        record.decision, record.decision_reason = decision, reason
        record.decision_ground = Ground.FREED if freed else Ground.PLACES
        record.decided_by = actor if isinstance(actor, User) else None
    Screening.objects.bulk_update(records, [*DECIDED])
    _conclude(records, at)


@verb(
    BATCHES,
    roles={Role.OFFICE},
    label=_("Decisions exported"),
    history="screening.take-board",
    detail=False,
    internal=True,
)
def take_board(*, actor: User, batch: Batch, count: int, format: str) -> None:
    """Keep in history who took a batch's board out of Spark, and of how many."""
    _taken(actor, {"board": batch.slug}, count, format)


@verb(
    BATCHES,
    roles={Role.OFFICE},
    label=_("Marks exported"),
    history="screening.take-marks",
    detail=False,
    internal=True,
)
def take_marks(*, actor: User, batch: Batch, count: int, format: str) -> None:
    """Keep in history who took the marks of a batch's released, and of how many."""
    _taken(actor, {"marks": batch.slug}, count, format)


def _taken(actor: User, chosen: dict[str, str], count: int, format: str) -> None:
    now = clock.now()
    Export.objects.create(
        owner=actor,
        format=format,
        chosen=chosen,
        count=count,
        state=Export.State.DONE,
        created_at=now,
        finished_at=now,
    )
