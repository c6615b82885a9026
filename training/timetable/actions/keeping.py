"""What a repair may not change: entries passed though a rule warns of them."""

from dataclasses import replace

from training.solver.problem import Instance, Slot
from training.solver.verify import breaks_of
from training.timetable.actions.checking import EntryChecker
from training.timetable.load import Loaded
from training.timetable.models import SolveRun
from training.timetable.queries import entries_of

# Of mentors: the search finds others, where there are any.
MENDED = {"mentor_base", "mentor_hours", "mentor_overlap", "mentor_pinned"}


def with_passed(loaded: Loaded, run: SolveRun) -> Loaded:
    """The instance with assignments fixed that break a rule of the search by intent.

    The search knows no warnings and would move whatever breaks a rule. Entries of the
    plan to repair that get warnings alone can be published, so somebody wanted them.
    """
    instance, base, plan = loaded.instance, loaded.base, run.base
    if base is None or plan is None:
        return loaded
    odd = {
        (seat.who.id, seat.slot.id, seat.round.id)
        for broken in breaks_of(instance, base)
        for seat in broken.seats
        if broken.code not in MENDED
        if broken.code != "no_mentor" or not _can_be_staffed(instance, seat.slot)
    }
    there = {(who, slot) for who, slot, _round in {*base.assignments} - loaded.standing}
    entries = [
        entry
        for entry in entries_of(plan)
        if (entry.candidate_id, entry.slot_id) in there
    ]
    checker = EntryChecker(plan, entries, run.state_since)
    passed = {
        row
        for entry in entries
        if (row := (entry.candidate_id, entry.slot_id, run.round_id)) in odd
        if all(finding.level == "warn" for finding in checker.findings(entry))
    }
    fixed = tuple(sorted({*instance.fixed, *passed}))
    return replace(loaded, instance=replace(instance, fixed=fixed))


def _can_be_staffed(instance: Instance, slot: Slot) -> bool:
    """Whether a mentor of the base is on shift throughout the slot."""
    base = instance.room[slot.room].base
    return any(
        start <= slot.start and slot.end <= end
        for mentor in instance.mentors
        if mentor.base == base
        for start, end in mentor.shifts
    )
