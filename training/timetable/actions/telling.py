"""Whom publishing a plan tells, done or looked at before."""

from collections.abc import Iterable, Iterator
from copy import copy
from datetime import datetime

from spark.accounts.models import Role
from spark.accounts.queries import people_with
from spark.notifications import outbox, quiet
from spark.notifications.batches import OfBatch, of_batch
from spark.notifications.foretelling import Foretold, foretelling
from spark.robots.telling import tell_groups
from training.timetable.actions.foreseeing import Changes
from training.timetable.models import Entry, Plan
from training.trials.actions import tell_cancelled, tell_moved, tell_planned
from training.trials.models import Trial


def foretell(plan: Plan, changes: Changes, at: datetime) -> list[Foretold]:
    """Whom publishing would tell, and in which words; nothing is written."""
    with foretelling() as told:
        tell_planned(new_trials(plan, changes, at), at=at)
        tell_moved(_as_moved(changes), at=at)
        tell_cancelled(changes.cancelled, at=at)
        tell_places(plan, changes, at)
    return told


def new_trials(plan: Plan, changes: Changes, at: datetime) -> Iterator[Trial]:
    """Those to be written."""
    for entry in changes.new:
        yield Trial(
            candidate=entry.candidate,
            person_id=entry.candidate.person_id,
            round=plan.round,
            slot=entry.slot,
            seat=entry.seat,
            during=entry.slot.during,
            passed=changes.passed_by(entry),
            state_since=at,
        )


def is_later(trial: Trial, entry: Entry) -> bool:
    """Whether the trial moves to another slot, not only to another seat."""
    return trial.slot_id != entry.slot_id


def _as_moved(changes: Changes) -> Iterator[tuple[Trial, datetime]]:
    for trial, entry in changes.moved:
        if is_later(trial, entry):
            then = copy(trial)
            then.during = entry.slot.during
            yield then, trial.during.lower


def tell_places(plan: Plan, changes: Changes, at: datetime) -> None:
    """Colleges, and the groups of the bases."""
    urgent = _is_soon(changes, at)
    of = of_batch("plan-published", plan.round.campaign.batch_id, urgent=urgent)
    _tell_colleges(plan, changes, at, of, urgent)
    _tell_bases(plan, changes, at, of, urgent)


def _tell_colleges(
    plan: Plan, changes: Changes, at: datetime, of: OfBatch, urgent: bool
) -> None:
    """One message per college: how many of its people's trials are new or changed."""
    groups: dict[str, Iterable] = {
        "new": (entry.candidate for entry in changes.new),
        "moved": (trial.candidate for trial, _entry in changes.moved),
        "cancelled": (trial.candidate for trial in changes.cancelled),
    }
    by_campus: dict[int, dict[str, int]] = {}
    for name, candidates in groups.items():
        for candidate in candidates:
            counts = by_campus.setdefault(candidate.campus_id, dict.fromkeys(groups, 0))
            counts[name] += 1
    for campus, counts in by_campus.items():
        dedup = f"plan-published:{plan.pk}:{campus}"
        total = {"number": plan.round.number, "count": sum(counts.values())}
        outbox.put(
            "plan-published",
            to=people_with(Role.COORDINATOR, campus),
            subject=f"plan-published:{plan.pk}",
            dedup=dedup,
            facts=total | counts,
            url="/trials/",
            at=at,
            urgent=urgent,
            of=of,
            campus=campus,
        )
        outbox.tell_systems(
            "plan-published",
            campus=campus,
            subject="",
            dedup=dedup,
            facts=total | counts,
            at=at,
            of=of,
        )
        tell_groups(
            "plan-published",
            campus=campus,
            subject=f"plan-published:{plan.pk}",
            dedup=dedup,
            facts=total | counts,
            url="/trials/",
            urgent=urgent,
            at=at,
            of=of,
        )


def _tell_bases(
    plan: Plan, changes: Changes, at: datetime, of: OfBatch, urgent: bool
) -> None:
    """The groups of where its trials are held, how many are new or changed in all."""
    counts = {
        "new": len(changes.new),
        "moved": len(changes.moved),
        "cancelled": len(changes.cancelled),
    }
    for base in set(plan.entries.values_list("slot__room__base", flat=True)):
        tell_groups(
            "plan-published",
            base=base,
            subject=f"plan-published:{plan.pk}",
            dedup=f"plan-published:{plan.pk}",
            facts={"number": plan.round.number} | counts,
            url="/trials/",
            urgent=urgent,
            at=at,
            of=of,
        )


def _is_soon(changes: Changes, at: datetime) -> bool:
    """Whether somebody comes, or needn't, within hours."""
    called_off = [*changes.cancelled, *(trial for trial, _entry in changes.moved)]
    moments = [trial.during.lower for trial in called_off]
    to_come = [*changes.new, *(entry for _trial, entry in changes.moved)]
    moments += [entry.slot.starts_at for entry in to_come]
    return any(quiet.is_soon(moment, at) for moment in moments)
