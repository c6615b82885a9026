"""Checks entries of a plan: the round, other trials, what else the candidate has to
do, the law.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property

from candidates.register.rules import Finding
from spark import clock
from spark.campuses.calendar import Days
from training.timetable.models import Entry, Plan
from training.timetable.queries import beside
from training.trials.actions.judging import NOBODY, Judge, timed
from training.trials.actions.neighbours import Times, by_key
from training.trials.models import Trial
from training.trials.stages import HOLDING

WEEK = timedelta(days=7)


class EntryChecker:
    """Checks entries of one plan; what all of them need is read once.

    Args:
        entries: all of the plan, with the one that is to be added.
        at: as of which moment, for trials that publishing would replace.
    """

    def __init__(self, plan: Plan, entries: Sequence[Entry], at: datetime) -> None:
        self.round, self.entries, self.at = plan.round, entries, at
        days = Days.between(self.round.starts_on - WEEK, self.round.ends_on + WEEK)
        self.others = beside(plan.round, entries, days, at)
        self.judge = Judge(entries, self.others, lambda _entry: plan.round, days)

    def findings(self, entry: Entry) -> list[Finding]:
        """What speaks against the entry; the law is asked last.

        Nothing else is checked if its slot or seat can't be used.
        """
        return list(self._of_time(entry)) or [
            *self.judge.of_person(entry),
            *self._of_places(entry),
            *self.judge.of_coming(entry),
            *self.judge.of_law(entry),
        ]

    def _of_time(self, entry: Entry) -> Iterator[Finding]:
        during = entry.slot.during
        facts: dict[str, object] = {"slot": str(entry.slot)}
        if during.lower <= self.at:
            yield Finding("slot-past", "block", "", facts)
        if during.lower < self._begins or during.upper > self._ends:
            yield Finding("slot-outside-round", "block", "", facts)
        if entry.seat.room_id != entry.slot.room_id:
            yield Finding("seat-not-there", "block", "", facts)
        yield from self.judge.of_room(entry)

    @cached_property
    def _begins(self) -> datetime:
        return clock.midnight(self.round.starts_on)

    @cached_property
    def _ends(self) -> datetime:
        return clock.midnight(self.round.ends_on + timedelta(days=1))

    def _of_places(self, entry: Entry) -> Iterator[Finding]:
        """The seat is free and the person nowhere else, in this plan or outside it."""
        person = entry.candidate.person
        facts: dict[str, object]
        on_seat = self._seats.get(entry.seat_id, NOBODY)
        for other in self._besides(entry, on_seat):
            facts = {"slot": str(entry.slot), "other": other.candidate.person.name}
            yield Finding("seat-taken", "block", "", facts)
        for other in self._besides(entry, self.judge.of(entry)):
            facts = {"slot": str(other.slot), "name": person.name}
            yield Finding("person-booked", "block", "", facts)

    def _besides(self, entry: Entry, times: Times) -> Iterator[Entry | Trial]:
        during = entry.slot.during
        for _starts, _ends, other in times.near(during.lower, during.upper):
            if other is not entry:
                yield other

    @cached_property
    def _seats(self) -> Mapping[int, Times]:
        held = [trial for trial in self.others if trial.state in HOLDING]
        places: list[Entry | Trial] = [*self.entries, *held]
        return by_key((place.seat_id, timed(place)) for place in places)
