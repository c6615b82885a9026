"""Moving along the stages, and leaving: what the rooms' actions are made of.

Locks are taken in one order, so that no two actions wait for each other: batch, a
stage's record, candidate, person, quota; rows of one table by their keys. An action's
records are locked together with the candidates beneath them, and judged as locked.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

from candidates.register.access import reasons_at
from candidates.register.models import Candidate, CandidateRecord, LeaveReason
from candidates.register.stages import Stage, badge_of
from spark.accounts.models import Role
from spark.accounts.queries import people_with
from spark.audit import trail
from spark.duties.board import subject_of
from spark.errors import Refused
from spark.notifications import outbox
from spark.notifications.batches import OfBatch, of_batch
from spark.notifications.kinds import MESSAGE_KINDS
from spark.robots.telling import tell_groups
from spark.wording import in_all

R = TypeVar("R", bound=CandidateRecord)
BATCH = 500  # rows in a statement: its cost grows with their square
# What follows, said before it is done.
LEAVES = _(
    "Out of the programme at once: what was due is closed, trials to come are called"
    " off, and the college sees the reason. It can't be undone."
)
RELEASED = _(
    "The decision becomes known to candidate and college, and who isn't selected"
    " leaves the programme. It can't be taken back: only an appeal changes it then."
)
TAKEN = _("The place is taken, and candidate and college are told. It can't be undone.")


def move(
    records: Sequence[R], transition: Callable[[R], object], *, at: datetime, **fields
) -> None:
    """Make one transition of locked records and write it, with `fields`, at once.

    Args:
        transition: the model's own, e.g. `Screening.ask_more`.

    Raises:
        TransitionNotAllowed: the action's frame makes it `Refused("state-moved")`.
    """
    for record in records:
        transition(record)
        record.state_since = at
        for name, value in fields.items():
            setattr(record, name, value)
    if records:
        type(records[0])._default_manager.bulk_update(
            records, ["state", "state_since", *fields], batch_size=BATCH
        )


def note_decision(
    records: Sequence[R], decision: str, reason: str, **more: object
) -> None:
    """Keep a decision on locked records that are open to one; nobody is told yet.

    Args:
        more: what else a room keeps of it, by field.
    """
    for record in records:
        if not record.can_be_decided:  # type: ignore[attr-defined]
            raise Refused("state-moved")
        record.decision = decision  # type: ignore[attr-defined]
        record.decision_reason = reason  # type: ignore[attr-defined]
        for name, value in more.items():
            setattr(record, name, value)
    if records:
        type(records[0])._default_manager.bulk_update(
            records, ["decision", "decision_reason", *more], batch_size=BATCH
        )


def forget_decision(records: Sequence[CandidateRecord], **more: object) -> None:
    """Clear what is noted on locked records and will never be released.

    Args:
        more: what else a room keeps of it, by field, as it is without one.
    """
    noted: list[Any] = list(records)
    noted = [record for record in noted if record.can_be_decided and record.decision]
    for record in noted:
        record.decision = record.decision_reason = ""
        for name, value in more.items():
            setattr(record, name, value)
    if noted:
        type(noted[0])._default_manager.bulk_update(
            noted, ["decision", "decision_reason", *more]
        )


def change_stage(
    candidates: Sequence[Candidate],
    transition: Callable[[Candidate], object],
    *,
    at: datetime,
) -> None:
    """Move locked candidates into a stage; its record is opened, or reopened, next."""
    for candidate in candidates:
        transition(candidate)
    _write(candidates, at)


def check_leaving(
    candidates: Sequence[Candidate], left_reason: LeaveReason, *, stage: Stage
) -> None:
    """Refuse to let locked candidates out of `stage` for what isn't a reason there.

    History is told the reason's name beside the words given.

    Raises:
        Refused: state-moved, if one of them isn't in that stage; leave-reason-unknown,
            if the reason isn't offered there, or no more.
    """
    if any(candidate.stage != stage for candidate in candidates):
        raise Refused("state-moved")
    if not reasons_at(stage).filter(pk=left_reason.pk).exists():
        raise Refused("leave-reason-unknown", status=422)
    trail.under(zh=left_reason.name_zh, en=left_reason.name_en)


def leave_pipeline(
    candidates: Sequence[Candidate], reason: str, *, at: datetime
) -> None:
    """Let candidates out, for the reason of this slug. Rooms close their record."""
    for candidate in candidates:
        candidate.leave(reason)
    _write(candidates, at)


FIELDS = ("stage", "left_from", "left_reason_id")


def _write(candidates: Sequence[Candidate], at: datetime) -> None:
    """Write where they are now; those who moved alike in one statement."""
    alike: dict[tuple, list[int]] = {}
    for candidate in candidates:
        candidate.stage_since = at
        values = tuple(getattr(candidate, name) for name in FIELDS)
        alike.setdefault(values, []).append(candidate.pk)
    for values, ids in alike.items():
        moved = dict(zip(FIELDS, values, strict=True))
        Candidate.objects.filter(pk__in=ids).update(stage_since=at, **moved)


def candidates_of(records: Iterable[CandidateRecord]) -> list[Candidate]:
    """The candidates of locked records, in the order of their keys."""
    found = {record.candidate_id: record.candidate for record in records}
    return [found[key] for key in sorted(found)]


def tell_candidates(
    kind: str,
    records: Iterable[R],
    facts: Callable[[R], dict],
    *,
    at: datetime,
    url: str = "/my/",
    urgent: Callable[[R], bool] = lambda record: False,
) -> None:
    """Tell each record's candidate on their own pages; the kind says in which words.

    Args:
        urgent: whether it can't wait while the batch's messages are held.
    """
    told, batches = [], _Batches(kind)
    for record in records:
        of = batches.of(record, urgent=urgent(record))
        about = facts(record), url, of
        told.append(outbox.Told(record.candidate_id, str(record.pk), *about))
    outbox.tell_guests(kind, told, at=at)


class _Batches:
    """What the office said about each batch's messages of a kind; asked once each."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.known: dict[tuple[int, bool], OfBatch] = {}

    def of(self, record: CandidateRecord, *, urgent: bool) -> OfBatch:
        batch = record.candidate.batch_id
        if (batch, urgent) not in self.known:
            said = of_batch(self.kind, batch, urgent=urgent)
            self.known[batch, urgent] = said
        return self.known[batch, urgent]


def decision_told(record: CandidateRecord) -> dict:
    """The facts of `own-decision`: what was decided in which stage, and why."""
    stage, state = record.STAGE, record.state  # type: ignore[attr-defined]
    return {
        "stage": in_all(stage.label),
        "decision": in_all(badge_of(stage, state).label),
        "reason": record.decision_reason,  # type: ignore[attr-defined]
    }


def tell_campuses(
    kind: str,
    records: Sequence[CandidateRecord],
    *,
    at: datetime,
    urgent: bool = False,
    **facts: object,
) -> None:
    """One message per college about all its people in a batch, not one each.

    Its coordinators are told, its systems, and its groups of what they may know.

    A message about several has a subject of its own: otherwise a later one about one of
    them would supersede it for all.
    """
    groups: dict[tuple[int, int], list] = {}
    for record in records:
        of_one = record.candidate.campus_id, record.candidate.batch_id
        groups.setdefault(of_one, []).append(record)
    batches = _Batches(kind)
    for (campus, _batch), own in groups.items():
        of = batches.of(own[0], urgent=urgent)
        first, moment = own[0], at.timestamp()
        subject = f"{kind}:{first.pk}"
        if len(own) > 1:
            subject += f"+{len(own) - 1}:{moment}"
        dedup = f"{subject}:{moment}"
        told = {"count": len(own), "name": first.candidate.person.name, **facts}
        outbox.put(
            kind,
            to=people_with(Role.COORDINATOR, campus),
            subject=subject,
            dedup=dedup,
            facts=told,
            url=f"/candidates/{first.candidate_id}/"
            if len(own) == 1
            else "/candidates/",
            at=at,
            urgent=urgent,
            of=of,
            campus=campus,
        )
        outbox.tell_systems(
            kind,
            campus=campus,
            subject=subject_of(first) if len(own) == 1 else "",
            dedup=dedup,
            facts=told,
            at=at,
            of=of,
        )
        if MESSAGE_KINDS[kind].group:
            tell_groups(
                kind,
                campus=campus,
                subject=subject,
                dedup=dedup,
                facts={"count": len(own), **facts},
                url="/candidates/",
                at=at,
                urgent=urgent,
                of=of,
            )
