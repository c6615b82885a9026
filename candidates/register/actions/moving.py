"""Moving along the stages, and leaving: what the rooms' actions are made of."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from candidates.register.models import Candidate, StageRecord
from candidates.register.stages import LeaveReason, Stage
from spark.accounts.models import Role
from spark.accounts.queries import people_with
from spark.errors import Refused
from spark.notifications import outbox

R = TypeVar("R", bound=StageRecord)


def move(records: Sequence[R], transition: str, *, at: datetime, **fields) -> None:
    """Make one transition of locked records and write it, with `fields`, at once.

    Raises:
        TransitionNotAllowed: the action's frame makes it `Refused("state-moved")`.
    """
    for record in records:
        getattr(record, transition)()
        record.state_since = at
        for name, value in fields.items():
            setattr(record, name, value)
    if records:
        type(records[0])._default_manager.bulk_update(
            records, ["state", "state_since", *fields]
        )


def note_decision(records: Sequence[R], decision: str, reason: str) -> None:
    """Keep a decision on locked records that are open to one; nobody is told yet."""
    for record in records:
        if not record.can_be_decided:  # type: ignore[attr-defined]
            raise Refused("state-moved")
        record.decision = decision  # type: ignore[attr-defined]
        record.decision_reason = reason  # type: ignore[attr-defined]
    if records:
        type(records[0])._default_manager.bulk_update(
            records, ["decision", "decision_reason"]
        )


def enter_stage(
    candidates: Sequence[Candidate], transition: str, *, at: datetime
) -> None:
    """Move locked candidates into a stage; the handover then opens its record."""
    for candidate in candidates:
        getattr(candidate, transition)()
    _write(candidates, at)


def leave_pipeline(
    candidates: Sequence[Candidate], reason: LeaveReason, *, at: datetime
) -> None:
    """Let candidates out. Each room closes its own record first."""
    for candidate in candidates:
        candidate.leave(reason)
    _write(candidates, at)


def return_to(candidates: Sequence[Candidate], stage: Stage, *, at: datetime) -> None:
    """Bring back who left, after an appeal; their record there is reopened next."""
    for candidate in candidates:
        getattr(candidate, f"return_to_{stage}")()
    _write(candidates, at)


FIELDS = ("stage", "left_from", "left_reason")


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


def lock_candidates(records: Iterable[StageRecord]) -> list[Candidate]:
    """Lock the candidates of records already locked, in the order of their keys."""
    ids = [record.candidate_id for record in records]
    return list(
        Candidate.objects.filter(pk__in=ids)
        .select_related("person")
        .select_for_update(of=("self",))
        .order_by("pk")
    )


def tell_campuses(
    kind: str, records: Sequence[StageRecord], *, at: datetime, **facts: object
) -> None:
    """One message per college about all its people in `records`, not one each.

    About several it is a subject of its own, so that what comes later about one of them
    doesn't take the others' place.
    """
    by_campus: dict[int, list] = {}
    for record in records:
        by_campus.setdefault(record.candidate.campus_id, []).append(record)
    for campus, own in by_campus.items():
        first, moment = own[0], at.timestamp()
        subject = f"{kind}:{first.pk}"
        if len(own) > 1:
            subject += f"+{len(own) - 1}:{moment}"
        outbox.put(
            kind,
            to=people_with(Role.COORDINATOR, campus=campus),
            subject=subject,
            dedup=f"{subject}:{moment}",
            facts={
                "count": len(own),
                "name": first.candidate.person.name,
                **facts,
            },
            url=f"/candidates/{first.candidate_id}/"
            if len(own) == 1
            else "/candidates/",
        )
