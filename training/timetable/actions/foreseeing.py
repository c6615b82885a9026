"""What publishing a plan would do, and what stands against it."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from candidates.incubation.rules import by_day
from candidates.register.rules import Finding
from spark import clock
from spark.campuses.calendar import Days
from training.timetable.actions.checking import EntryChecker
from training.timetable.models import Entry, Plan
from training.timetable.queries import entries_of, of_round, replaceable, standing
from training.timetable.queries.versions import Version, version_of
from training.trials.models import Trial


@dataclass
class Changes:
    """What publishing a plan would do; `findings` is what stands against it.

    `passed` has, by candidate and slot, the codes of what only warns of the entry.
    """

    new: list[Entry] = field(default_factory=list)
    moved: list[tuple[Trial, Entry]] = field(default_factory=list)
    cancelled: list[Trial] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    passed: dict[tuple[int, int], list[str]] = field(default_factory=dict)

    @property
    def blocks(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.level == "block"]

    @property
    def warnings(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.level == "warn"]

    def passed_by(self, entry: Entry) -> list[str]:
        """Codes of what warns of the entry, and passes if it is published."""
        return self.passed.get((entry.candidate_id, entry.slot_id), [])

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


Report = Callable[
    [int, int], object
]  # is told how many entries are judged, of how many


def unheard(done: int, count: int) -> None:
    """Where nobody waits for how far it is."""


def foresee(plan: Plan, at: datetime, report: Report = unheard) -> Changes:
    """What publishing the plan at that moment would do, and what forbids it.

    A trial that stands where the plan has it is kept, and what only warns of it was
    passed before. Of a candidate's others, the first in time takes the first entry
    left, and so on: they keep their identity.
    """
    rows = of_round(plan.round_id).filter(replaceable(at) | standing(at))
    left, stand = {}, set()
    for trial in rows.order_by("pk"):
        if trial.is_movable and trial.during.lower > at:
            left[_place(trial)] = trial
        else:
            stand.add(_place(trial))
    entries = [entry for entry in entries_of(plan) if _place(entry) not in stand]
    changes, changed = Changes(), []
    checker = EntryChecker(plan, entries, at)
    for done, entry in enumerate(entries):
        report(done, len(entries))
        found = checker.findings(entry)
        if left.pop(_place(entry), None):
            found = [finding for finding in found if finding.level == "block"]
        else:
            changed.append(entry)
        changes.findings += found
        if warned := {finding.code for finding in found if finding.level == "warn"}:
            changes.passed[entry.candidate_id, entry.slot_id] = sorted(warned)
    changes.findings += _holidays_missing(checker.judge.days, changed)
    _match(changed, left.values(), changes)
    return changes


def _holidays_missing(known: Days, entries: Iterable[Entry]) -> list[Finding]:
    """Once for each year, however many entries lie in it."""
    spans = [entry.slot.during for entry in entries]
    days = {
        day
        for span in spans
        for day, *_minutes in by_day(clock.local(span.lower), clock.local(span.upper))
    }
    return [
        Finding("holidays-missing", "warn", "internship-rules-17", {"year": str(year)})
        for year in known.years_unknown(days)
    ]


def _match(entries: Iterable[Entry], trials: Iterable[Trial], changes: Changes) -> None:
    """Entries in the slot of a trial take that one, the others the first that waits."""
    there = {(trial.candidate_id, trial.slot_id): trial for trial in trials}
    elsewhere = []
    for entry in entries:
        if trial := there.pop((entry.candidate_id, entry.slot_id), None):
            changes.moved.append((trial, entry))
        else:
            elsewhere.append(entry)
    waiting: dict[int, list[Trial]] = defaultdict(list)
    latest_first = sorted(there.values(), key=_when, reverse=True)
    for trial in latest_first:
        waiting[trial.candidate_id].append(trial)
    for entry in elsewhere:
        if own := waiting[entry.candidate_id]:
            changes.moved.append((own.pop(), entry))
        else:
            changes.new.append(entry)
    changes.cancelled += [t for own in waiting.values() for t in reversed(own)]


def _when(trial: Trial) -> tuple[datetime, int]:
    return trial.during.lower, trial.pk


@dataclass(frozen=True)
class Outlook:
    """What publishing would do, judged while nothing was locked.

    Args:
        version: of all it was judged by, as it was before.
    """

    changes: Changes
    version: Version


def look(plan: Plan, at: datetime, report: Report = unheard) -> Outlook:
    version = version_of(plan)
    return Outlook(foresee(plan, at, report), version)
