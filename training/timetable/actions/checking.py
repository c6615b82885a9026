"""Checks entries of a plan: the round, other trials, what else the candidate has to
do, the law.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from candidates.incubation.models import Incubation
from candidates.incubation.queries import internships_of
from candidates.incubation.rules import Broadcast, Workday, by_day, may_broadcast
from candidates.incubation.stages import State as Interning
from candidates.register.rules import Finding
from candidates.register.stages import Stage
from spark import clock
from spark.campuses.calendar import Days, Limit, limits
from training.course.stages import State as Enrolled
from training.hosts.models import Permit
from training.hosts.queries import permits_of, travels_from, weekly_times_of
from training.hosts.rules import Coming, Permits, Route, Routes, Week, may_come
from training.studio.queries.grid import Closed, span_of
from training.timetable.models import Entry, Plan
from training.timetable.queries import replaceable
from training.trials.models import Trial
from training.trials.stages import COUNTED, HOLDING

NOTHING_ON = Week()


def overlap(during, other) -> bool:
    return during.lower < other.upper and other.lower < during.upper


class EntryChecker:
    """Checks entries of one plan; what all of them need is read once.

    Args:
        entries: all of the plan, with the one that is to be added.
        at: as of which moment, for trials that publishing would replace.
    """

    def __init__(self, plan: Plan, entries: Sequence[Entry], at: datetime) -> None:
        self.plan, self.entries, self.at = plan, entries, at
        self.days = Days.between(
            plan.round.starts_on - timedelta(days=7),
            plan.round.ends_on + timedelta(days=7),
        )
        self._limits: dict[tuple, dict[str, Limit]] = {}

    def findings(self, entry: Entry) -> list[Finding]:
        """What speaks against the entry; the law is asked last.

        Nothing else is checked if its slot or seat can't be used.
        """
        return list(self._of_time(entry)) or [
            *self._of_person(entry),
            *self._of_places(entry),
            *self._named(entry, may_come(self._coming(entry))),
            *self._named(entry, may_broadcast(self._broadcast(entry))),
        ]

    def _of_time(self, entry: Entry) -> Iterator[Finding]:
        during, round_ = entry.slot.during, self.plan.round
        facts: dict[str, object] = {"slot": str(entry.slot)}
        if during.lower <= self.at:
            yield Finding("slot-past", "block", "", facts)
        after = clock.midnight(round_.ends_on + timedelta(days=1))
        if during.lower < clock.midnight(round_.starts_on) or during.upper > after:
            yield Finding("slot-outside-round", "block", "", facts)
        if entry.seat.room_id != entry.slot.room_id:
            yield Finding("seat-not-there", "block", "", facts)
        if self._closed.holds(entry.slot.room_id, span_of(entry.slot)):
            yield Finding("slot-blocked", "block", "", facts)

    def _of_person(self, entry: Entry) -> Iterator[Finding]:
        candidate = entry.candidate
        facts: dict[str, object] = {"name": candidate.person.name}
        here = (candidate.batch_id, candidate.stage, candidate.state)
        batch = self.plan.round.campaign.batch_id
        if here != (batch, Stage.TRAINING, Enrolled.COMPETING):
            yield Finding("not-competing", "block", "", facts)
        internship = self._internships.get(candidate.pk)
        if internship and internship.state == Interning.SUSPENDED:
            yield Finding("competitor-suspended", "block", "", facts)

    def _of_places(self, entry: Entry) -> Iterator[Finding]:
        """The seat is free and the person nowhere else, in this plan or outside it."""
        slot, person = entry.slot, entry.candidate.person
        facts: dict[str, object]
        for other in self._on_seat(entry.seat_id):
            if other is not entry and overlap(self._when(other), slot.during):
                facts = {"slot": str(slot), "other": other.candidate.person.name}
                yield Finding("seat-taken", "block", "", facts)
        for other in self._of(person.pk):
            if other is not entry and overlap(self._when(other), slot.during):
                facts = {"slot": str(other.slot), "name": person.name}
                yield Finding("person-booked", "block", "", facts)

    def _named(self, entry: Entry, found: Iterable[Finding]) -> Iterator[Finding]:
        facts = {"name": entry.candidate.person.name}
        for finding in found:
            yield replace(finding, facts=finding.facts | facts)

    def _coming(self, entry: Entry) -> Coming:
        starts, ends = _local(entry)
        return Coming(
            starts=starts,
            ends=ends,
            week=self._week_of(entry),
            route=self._route_of(entry),
            rest=self._rest(entry),
            rest_hours=self.plan.round.rest_hours,
        )

    def _week_of(self, entry: Entry) -> Week:
        return self._weeks.get(entry.candidate_id, NOTHING_ON)

    def _route_of(self, entry: Entry) -> Route | None:
        campus, base = entry.candidate.campus, entry.slot.room.base
        near = campus.region_id == base.region_id
        return self._routes.route(campus.pk, base.pk, same_region=near)

    def _rest(self, entry: Entry) -> timedelta | None:
        """The time to the nearest of the person's other trials, before or after."""
        during = entry.slot.during
        others = [
            self._when(other)
            for other in self._of(entry.candidate.person_id)
            if other is not entry
        ]
        return min(
            (
                max(during.lower - other.upper, other.lower - during.upper)
                for other in others
            ),
            default=None,
        )

    def _broadcast(self, entry: Entry) -> Broadcast:
        starts, ends = _local(entry)
        category = entry.slot.room.category
        internship = self._internships.get(entry.candidate_id)
        runs = _goes_on(internship)
        return Broadcast(
            starts=starts,
            ends=ends,
            birth_date=entry.candidate.person.birth_date,
            internship_from=runs.starts_on if runs else None,
            internship_until=runs.ends_on if runs else None,
            consent_on=internship.consent_on if internship else None,
            days=tuple(self._workday(entry, day) for day, *_ in by_day(starts, ends)),
            needs_licence=bool(category and category.needs_licence),
        )

    def _workday(self, entry: Entry, day: date) -> Workday:
        permits = Permits.on(day, self._permits.get(entry.candidate_id, ()))
        week = self._week_of(entry)
        monday = day - timedelta(days=day.weekday())
        return Workday(
            day=day,
            limits=self._limits_of(entry, day),
            minutes=self._minutes(entry, day, 1) + week.lesson_minutes(day.weekday()),
            week_minutes=self._minutes(entry, monday, 7) + week.week_minutes,
            test_score=permits.test_score,
            is_statutory=self.days.is_statutory(day),
            is_rest_day=self.days.is_rest_day(day),
            filing=permits.filing,
            licensed=permits.licensed(entry.slot.room.category_id),
        )

    def _minutes(self, entry: Entry, first: date, days: int) -> int:
        """Minutes on air in those days, this entry included."""
        begins = clock.midnight(first)
        ends = clock.midnight(first + timedelta(days=days))
        spans = [self._when(each) for each in self._of(entry.candidate.person_id)]
        seconds = sum(
            (min(span.upper, ends) - max(span.lower, begins)).total_seconds()
            for span in spans
            if span.lower < ends and begins < span.upper
        )
        return int(seconds / 60)

    def _on_seat(self, seat_id: int) -> list[Entry | Trial]:
        return [*self._by_seat[seat_id], *self._held_seats[seat_id]]

    def _of(self, person_id: int) -> list[Entry | Trial]:
        return [*self._by_person[person_id], *self._elsewhere[person_id]]

    def _when(self, place: Entry | Trial):
        return place.during if isinstance(place, Trial) else place.slot.during

    def _limits_of(self, entry: Entry, day: date) -> dict[str, Limit]:
        region = entry.slot.room.base.region
        if (region.pk, day) not in self._limits:
            self._limits[region.pk, day] = limits(region, day)
        return self._limits[region.pk, day]

    @cached_property
    def _closed(self) -> Closed:
        begins, ends = clock.midnight(self.days.first), clock.midnight(self.days.last)
        return Closed.between({entry.slot.room for entry in self.entries}, begins, ends)

    @cached_property
    def _internships(self) -> dict[int, Incubation]:
        return internships_of(entry.candidate_id for entry in self.entries)

    @cached_property
    def _weeks(self) -> dict[int, Week]:
        rows = weekly_times_of(entry.candidate_id for entry in self.entries)
        return {candidate: Week.of(own) for candidate, own in rows.items()}

    @cached_property
    def _permits(self) -> dict[int, list[Permit]]:
        return permits_of(entry.candidate_id for entry in self.entries)

    @cached_property
    def _routes(self) -> Routes:
        return Routes.of(travels_from(e.candidate.campus_id for e in self.entries))

    @cached_property
    def _by_seat(self) -> dict[int, list[Entry]]:
        return _grouped((entry.seat_id, entry) for entry in self.entries)

    @cached_property
    def _by_person(self) -> dict[int, list[Entry]]:
        return _grouped((entry.candidate.person_id, entry) for entry in self.entries)

    @cached_property
    def _others(self) -> list[Trial]:
        """Trials that the plan doesn't replace: of people or on seats it names."""
        people = {entry.candidate.person_id for entry in self.entries}
        seats = {entry.seat_id for entry in self.entries}
        replaced = replaceable(self.at)
        rows = Trial.objects.filter(
            state__in=COUNTED,
            starts_at__gte=clock.midnight(self.days.first),
            starts_at__lt=clock.midnight(self.days.last),
        ).exclude(replaced, round=self.plan.round_id)
        rows = rows.filter(person__in=people) | rows.filter(seat__in=seats)
        return list(rows.select_related("candidate__person", "slot__room"))

    @cached_property
    def _held_seats(self) -> dict[int, list[Trial]]:
        return _grouped((t.seat_id, t) for t in self._others if t.state in HOLDING)

    @cached_property
    def _elsewhere(self) -> dict[int, list[Trial]]:
        return _grouped((trial.person_id, trial) for trial in self._others)


def _local(entry: Entry) -> tuple[datetime, datetime]:
    during = entry.slot.during
    return clock.local(during.lower), clock.local(during.upper)


def _goes_on(internship: Incubation | None) -> Incubation | None:
    """The internship while its papers hold: neither before it started nor after."""
    runs = {Interning.ACTIVE, Interning.SUSPENDED}
    return internship if internship and internship.state in runs else None


def _grouped(pairs: Iterable[tuple[int, Any]]) -> dict[int, list]:
    found: dict[int, list] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found
