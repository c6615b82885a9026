"""Judges people on seats in slots: what else they have to do, and the law.

What all of them need is read once; each is then judged against its neighbours alone.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, Protocol

from candidates.consents.queries import terms_of
from candidates.incubation.models import Incubation
from candidates.incubation.queries import internships_of
from candidates.incubation.rules import Broadcast, Workday, by_day, may_broadcast
from candidates.incubation.stages import State as Interning
from candidates.register.models import Candidate
from candidates.register.rules import Finding, Term
from candidates.register.stages import Stage
from spark import clock
from spark.campuses.calendar import Days, Limit, Limits
from spark.campuses.models import Region
from training.course.stages import State as Enrolled
from training.hosts.models import Permit
from training.hosts.queries import permits_of, travels_from, weekly_times_of
from training.hosts.rules import Coming, Permits, Route, Routes, Week, may_come
from training.studio.models import Seat, Slot
from training.studio.queries.grid import Closed, span_of
from training.trials.actions.neighbours import Timed, Times, by_key
from training.trials.models import Round

NOTHING_ON = Week()
NOBODY: Times[Any] = Times()


class Place(Protocol):
    """Somebody on a seat in a slot: a plan's entry, or a trial."""

    candidate: Candidate
    candidate_id: int
    slot: Slot
    slot_id: int
    seat: Seat
    seat_id: int


def timed(place: Any) -> Timed[Any]:
    """A place with its time: a trial's own, or its slot's."""
    during = place.during if hasattr(place, "during") else place.slot.during
    return Timed(during.lower, during.upper, place)


class Judge:
    """Judges places; whoever asks chooses of what.

    Args:
        places: those judged, with `slot__room__base__region`, `slot__room__category`,
            `candidate__person` and `candidate__campus` at hand.
        others: trials of the same people that stand beside them.
        round_of: the round a place is in.
    """

    def __init__(
        self,
        places: Sequence[Any],
        others: Iterable[Any],
        round_of: Callable[[Any], Round],
        days: Days,
    ) -> None:
        self.places, self.others = places, list(others)
        self.round_of, self.days = round_of, days
        self._limits_on: dict[tuple[str, date], dict[str, Limit]] = {}

    def of_room(self, place: Place) -> Iterator[Finding]:
        if self._closed.holds(place.slot.room_id, span_of(place.slot)):
            facts: dict[str, object] = {"slot": str(place.slot)}
            yield Finding("slot-blocked", "block", "", facts)

    def of_person(self, place: Place) -> Iterator[Finding]:
        """Still competing, and not suspended when it begins."""
        candidate = place.candidate
        facts: dict[str, object] = {"name": candidate.person.name}
        here = (candidate.batch_id, candidate.stage, candidate.state)
        batch = self.round_of(place).campaign.batch_id
        if here != (batch, Stage.TRAINING, Enrolled.COMPETING):
            yield Finding("not-competing", "block", "", facts)
        internship = self._internships.get(candidate.pk)
        if internship and _rests(internship, timed(place).starts):
            yield Finding("competitor-suspended", "block", "", facts)

    def of_coming(self, place: Place) -> Iterator[Finding]:
        yield from self._named(place, may_come(self._coming(place)))

    def of_law(self, place: Place) -> Iterator[Finding]:
        yield from self._named(place, may_broadcast(self._broadcast(place)))

    def _named(self, place: Place, found: Iterable[Finding]) -> Iterator[Finding]:
        facts = {"name": place.candidate.person.name}
        for finding in found:
            yield replace(finding, facts=finding.facts | facts)

    def _coming(self, place: Place) -> Coming:
        starts, ends = _local(place)
        hours = self.round_of(place).rest_hours
        return Coming(
            starts=starts,
            ends=ends,
            week=self._week_of(place),
            route=self._route_of(place),
            rest=self._rest(place, timedelta(hours=hours)),
            rest_hours=hours,
        )

    def _week_of(self, place: Place) -> Week:
        return self._weeks.get(place.candidate_id, NOTHING_ON)

    def _route_of(self, place: Place) -> Route | None:
        campus, base = place.candidate.campus, place.slot.room.base
        near = campus.region_id == base.region_id
        return self._routes.route(campus.pk, base.pk, same_region=near)

    def _rest(self, place: Place, wanted: timedelta) -> timedelta | None:
        """The time to the nearest of the person's other places that is too near."""
        starts, ends, _place = timed(place)
        return min(
            (
                max(starts - other.ends, other.starts - ends)
                for other in self.of(place).near(starts - wanted, ends + wanted)
                if other.place is not place
            ),
            default=None,
        )

    def _broadcast(self, place: Place) -> Broadcast:
        starts, ends = _local(place)
        category = place.slot.room.category
        internship = self._internships.get(place.candidate_id)
        runs = internship if internship and _runs(internship, starts) else None
        return Broadcast(
            starts=starts,
            ends=ends,
            birth_date=place.candidate.person.birth_date,
            internship_from=runs.starts_on if runs else None,
            internship_until=runs.ends_on if runs else None,
            days=tuple(self._workday(place, day) for day, *_ in by_day(starts, ends)),
            needs_licence=bool(category and category.needs_licence),
            guardian=self.guardians.get(place.candidate_id),
        )

    def _workday(self, place: Place, day: date) -> Workday:
        permits = Permits.on(day, self._permits.get(place.candidate_id, ()))
        week = self._week_of(place)
        monday = day - timedelta(days=day.weekday())
        return Workday(
            day=day,
            limits=self._limits(place.slot.room.base.region, day),
            minutes=self._minutes(place, day, 1) + week.lesson_minutes(day.weekday()),
            week_minutes=self._minutes(place, monday, 7) + week.week_minutes,
            test_score=permits.test_score,
            is_statutory=self.days.is_statutory(day),
            is_rest_day=self.days.is_rest_day(day),
            filing=permits.filing,
            licensed=permits.licensed(place.slot.room.category_id),
        )

    def _minutes(self, place: Place, first: date, days: int) -> int:
        """Minutes on air in those days, this place included."""
        begins = clock.midnight(first)
        ends = clock.midnight(first + timedelta(days=days))
        seconds = sum(
            (min(row.ends, ends) - max(row.starts, begins)).total_seconds()
            for row in self.of(place).near(begins, ends)
        )
        return int(seconds / 60)

    def of(self, place: Place) -> Times[Any]:
        """When the person is on air, here and elsewhere."""
        return self._people.get(place.candidate.person_id, NOBODY)

    def _limits(self, region: Region, day: date) -> dict[str, Limit]:
        if (region.pk, day) not in self._limits_on:
            self._limits_on[region.pk, day] = self._all_limits.on(region, day)
        return self._limits_on[region.pk, day]

    @cached_property
    def _all_limits(self) -> Limits:
        return Limits.of({place.slot.room.base.region for place in self.places})

    @cached_property
    def _closed(self) -> Closed:
        begins, ends = clock.midnight(self.days.first), clock.midnight(self.days.last)
        return Closed.between({place.slot.room for place in self.places}, begins, ends)

    @cached_property
    def _internships(self) -> dict[int, Incubation]:
        return internships_of(place.candidate_id for place in self.places)

    @cached_property
    def guardians(self) -> dict[int, Term]:
        return terms_of((place.candidate for place in self.places), self.days.first)

    @cached_property
    def _weeks(self) -> dict[int, Week]:
        rows = weekly_times_of(place.candidate_id for place in self.places)
        return {candidate: Week.of(own) for candidate, own in rows.items()}

    @cached_property
    def _permits(self) -> dict[int, list[Permit]]:
        return permits_of(place.candidate_id for place in self.places)

    @cached_property
    def _routes(self) -> Routes:
        return Routes.of(travels_from(p.candidate.campus_id for p in self.places))

    @cached_property
    def _people(self) -> Mapping[int, Times[Any]]:
        own = ((place.candidate.person_id, timed(place)) for place in self.places)
        return by_key(
            [*own, *((trial.person_id, timed(trial)) for trial in self.others)]
        )


def _local(place: Place) -> tuple[datetime, datetime]:
    starts, ends, _place = timed(place)
    return clock.local(starts), clock.local(ends)


def _runs(internship: Incubation, moment: datetime) -> bool:
    """Whether its papers hold then: not before it started, nor once it has ended."""
    if internship.state in (Interning.COMPLETED, Interning.DROPPED):
        return moment < internship.state_since
    return internship.state in (Interning.ACTIVE, Interning.SUSPENDED)


def _rests(internship: Incubation, moment: datetime) -> bool:
    suspended = internship.state == Interning.SUSPENDED
    return suspended and internship.state_since <= moment
