"""Publishing a plan: the only way trials are made, moved and called off by plans."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from candidates.register.actions import move
from candidates.register.rules import Finding
from spark.accounts.models import Role
from spark.accounts.queries import people_with
from spark.accounts.scope import Actor
from spark.accounts.verbs import verb
from spark.duties import board
from spark.errors import Refused
from spark.notifications import outbox
from training.studio.models import Slot
from training.timetable.access import PLANS
from training.timetable.actions.checking import EntryChecker
from training.timetable.actions.planning import locked_draft
from training.timetable.models import Entry, Opening, Plan
from training.timetable.queries import (
    entries_of,
    of_round,
    published_of,
    replaceable,
    standing,
)
from training.trials.models import Trial
from training.trials.stages import HOLDING, TrialState

BEFORE_START = timedelta(hours=24)


@dataclass
class Changes:
    """What publishing a plan would do; `findings` is what stands against it."""

    new: list[Entry] = field(default_factory=list)
    moved: list[tuple[Trial, Entry]] = field(default_factory=list)
    cancelled: list[Trial] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def blocks(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.level == "block"]

    @property
    def warnings(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.level == "warn"]

    @property
    def people(self) -> int:
        """How many people's trials change."""
        new = {entry.candidate_id for entry in self.new}
        moved = {trial.candidate_id for trial, _entry in self.moved}
        return len(new | moved | {trial.candidate_id for trial in self.cancelled})

    @property
    def digest(self) -> str:
        """A hash of the changes, to notice that they aren't those that were shown."""
        parts = (
            [_place(entry) for entry in self.new],
            [(trial.pk, *_place(entry)) for trial, entry in self.moved],
            [trial.pk for trial in self.cancelled],
        )
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def _place(place: Entry | Trial) -> tuple[int, int, int]:
    return place.candidate_id, place.slot_id, place.seat_id


def foresee(plan: Plan, at: datetime, *, lock: bool = False) -> Changes:
    """What publishing the plan at that moment would do, and what forbids it.

    A trial that stands where the plan has it is kept, and what only warns of it was
    passed before. Of a candidate's others, the first in time takes the first entry
    left, and so on: they keep their identity.
    """
    trials = of_round(plan.round_id).order_by("pk")
    if lock:
        trials = trials.select_for_update(of=("self",))
    left = {_place(t): t for t in trials.filter(replaceable(at))}
    stand = {_place(trial) for trial in of_round(plan.round_id).filter(standing(at))}
    entries = [entry for entry in entries_of(plan) if _place(entry) not in stand]
    changes = Changes()
    checker = EntryChecker(plan, entries, at)
    changed = []
    for entry in entries:
        found = checker.findings(entry)
        if left.pop(_place(entry), None):
            found = [finding for finding in found if finding.level == "block"]
        else:
            changed.append(entry)
        changes.findings += found
    _match(changed, list(left.values()), changes)
    return changes


def _match(entries: list[Entry], trials: list[Trial], changes: Changes) -> None:
    waiting: dict[int, list[Trial]] = defaultdict(list)
    for trial in sorted(trials, key=lambda trial: (trial.during.lower, trial.pk)):
        waiting[trial.candidate_id].append(trial)
    for same_slot in (True, False):
        for entry in list(entries):
            own = waiting[entry.candidate_id]
            fits = [t for t in own if not same_slot or t.slot_id == entry.slot_id]
            if fits:
                own.remove(fits[0])
                entries.remove(entry)
                changes.moved.append((fits[0], entry))
    changes.new += entries
    changes.cancelled += [trial for own in waiting.values() for trial in own]


@verb(
    PLANS,
    roles={Role.OFFICE},
    label=_("Trial plan published"),
    many=False,
    locks=False,
    key=True,
)
def publish(
    *, actor: Actor, pk: int, seen: str = "", reason: str = "", at: datetime
) -> Changes:
    """Make a draft the timetable: make, move and cancel trials, and tell the colleges.

    Args:
        seen: the digest of the changes somebody looked at and agreed to.
        reason: lets a warning of the rules pass; a block never passes.

    Raises:
        Refused: plan-overtaken, plan-changed, or with the code of the first finding.
    """
    plan = locked_draft(actor, pk, publish)
    before = published_of(plan.round_id)
    if before != plan.based_on:
        raise Refused("plan-overtaken")
    changes = foresee(plan, at, lock=True)
    if seen and seen != changes.digest:
        raise Refused("plan-changed")
    for finding in (*changes.blocks, *changes.warnings):
        if finding.level == "block" or not reason:
            raise Refused(finding.code, status=422, **finding.facts)
    if before is not None:
        before.supersede()
        _write(before, at)
    plan.publish()
    _write(plan, at)
    _carry_out(plan, changes, at)
    _give_mentors(plan, at)
    _tell_colleges(plan, changes, at)
    return changes


def _write(plan: Plan, at: datetime) -> None:
    plan.state_since = at
    plan.save(update_fields=["state", "state_since"])


def _carry_out(plan: Plan, changes: Changes, at: datetime) -> None:
    """Cancel first, then move all in one statement, so that two may swap seats."""
    move(changes.cancelled, Trial.cancel, at=at)
    board.close(changes.cancelled, at=at)
    elsewhere = [trial for trial, entry in changes.moved if _is_later(trial, entry)]
    for trial, entry in changes.moved:
        if trial in elsewhere and trial.state == TrialState.CONFIRMED:
            trial.ask_again()
            trial.state_since = at
        trial.slot, trial.seat, trial.during = entry.slot, entry.seat, entry.slot.during
    Trial.objects.bulk_update(
        [trial for trial, _entry in changes.moved],
        ["slot", "seat", "during", "state", "state_since"],
    )
    board.close(elsewhere, at=at)
    new = Trial.objects.bulk_create(
        Trial(
            candidate=entry.candidate,
            person_id=entry.candidate.person_id,
            round=plan.round,
            slot=entry.slot,
            seat=entry.seat,
            during=entry.slot.during,
            state_since=at,
        )
        for entry in changes.new
    )
    board.open_for(
        [*new, *elsewhere],
        "trial-confirm",
        Role.COORDINATOR,
        at=at,
        due=lambda trial: trial.during.lower - BEFORE_START,
    )


def _give_mentors(plan: Plan, at: datetime) -> None:
    """Slots to come have the mentors of the plan; those it leaves have none.

    All are freed first, so that two may swap. Slots that aren't in the plan, or where
    somebody is on air, keep theirs.
    """
    used = plan.entries.filter(slot__starts_at__gt=at).values("slot")
    openings = {
        opening.slot_id: opening.mentor_id
        for opening in plan.openings.filter(slot__in=used, mentor__isnull=False)
    }
    if not openings:
        return
    last = plan.based_on.openings.all() if plan.based_on else Opening.objects.none()
    left = last.filter(slot__starts_at__gt=at).values_list("slot_id", flat=True)
    busy = Trial.objects.filter(state__in=HOLDING).exclude(round=plan.round_id)
    slots = Slot.objects.filter(pk__in={*openings, *left}).exclude(trials__in=busy)
    changed = [
        slot
        for slot in slots.select_for_update(of=("self",))
        if slot.mentor_id != openings.get(slot.pk)
    ]
    Slot.objects.filter(pk__in=[slot.pk for slot in changed]).update(mentor=None)
    for slot in changed:
        slot.mentor_id = openings.get(slot.pk)
    Slot.objects.bulk_update([s for s in changed if s.mentor_id], ["mentor"])


def _is_later(trial: Trial, entry: Entry) -> bool:
    """Whether the trial moves to another slot, not only to another seat."""
    return trial.slot_id != entry.slot_id


def _tell_colleges(plan: Plan, changes: Changes, at: datetime) -> None:
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
        outbox.put(
            "plan-published",
            to=people_with(Role.COORDINATOR, campus),
            subject=f"plan-published:{plan.pk}",
            dedup=f"plan-published:{plan.pk}:{campus}",
            facts={
                "number": plan.round.number,
                "count": sum(counts.values()),
                **counts,
            },
            url="/trials/",
            at=at,
        )
