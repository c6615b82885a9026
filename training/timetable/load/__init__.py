"""A round's rows and the rules as an instance of the timetable."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from candidates.register.models import Candidate
from spark import clock
from training.hosts.queries import travels_from, weekly_times_of
from training.hosts.rules import Routes, Week
from training.solver import problem
from training.studio.models import Slot
from training.studio.rules import joined
from training.timetable.load.law import Law
from training.timetable.models import Entry, Plan
from training.timetable.queries.around import around_round, slots_to_plan
from training.trials.models import Round
from training.trials.stages import COUNTED

ANYTHING = ""  # category of a room that sells everything
PRIME = (18 * 60 + 30, 22 * 60)  # starts in the evening everybody wants


@dataclass(frozen=True)
class Loaded:
    """An instance whose ids are the rows' primary keys.

    Args:
        seats: by slot, the seats that a plan may give to people.
        standing: assignments that publishing leaves alone; `fixed` in the instance.
        base: the given plan as a solution to repair; None without a plan.
    """

    instance: problem.Instance
    seats: Mapping[int, tuple[int, ...]]
    standing: frozenset[problem.Assignment]
    base: problem.Solution | None


def load(round_: Round, at: datetime, plan: Plan | None = None) -> Loaded:
    """Everything the round's timetable depends on at that moment.

    Args:
        plan: a draft or the published plan, for what is pinned and locked in it.
    """
    return Loader(round_, at, plan).loaded()


@dataclass
class Loader:
    """Reads the rows, each table once, and makes an instance of them.

    Minutes count from `zero`, midnight of the Monday before the round's first day.
    """

    round: Round
    at: datetime
    plan: Plan | None

    def __post_init__(self) -> None:
        first = self.round.starts_on
        self.monday = first - timedelta(days=first.weekday())
        self.zero = clock.midnight(self.monday)
        self.last_day = (self.round.ends_on - self.monday).days
        # Whole weeks, for hours are limited by the week.
        self.days = (self.last_day // 7 + 1) * 7
        self.slots = slots_to_plan(self.round)
        self.around = around_round(self.round, self.slots, self.at, self.plan)
        self.people = self.around.people
        keys = [candidate.pk for candidate in self.people]
        self.law = Law(self.round, self.monday, self.people)
        self.weeks = {pk: Week.of(rows) for pk, rows in weekly_times_of(keys).items()}
        self.week_cap = self.law.hours("week_hours", self.slots)
        self.routes = Routes.of(
            travels_from(candidate.campus_id for candidate in self.people)
        )
        self.seats = {slot.pk: tuple(self._seats(slot)) for slot in self.slots}

    def loaded(self) -> Loaded:
        standing = frozenset(self._standing())
        used = Counter(slot for _candidate, slot, _round in standing)
        instance = problem.Instance(
            name=str(self.round),
            days=self.days,
            rooms=tuple(self._rooms()),
            slots=tuple(
                self._slot(slot, len(self.seats[slot.pk]) + used[slot.pk])
                for slot in self.slots
            ),
            candidates=tuple(self._candidate(candidate) for candidate in self.people),
            routes=dict(self._routes()),
            mentors=tuple(self._mentors()),
            rounds=(
                problem.Round(
                    self.round.pk,
                    (self.round.starts_on - self.monday).days,
                    self.last_day,
                    self.round.trials_each,
                    tuple(candidate.pk for candidate in self.people),
                    self.around.extra,
                ),
            ),
            # Nights are bars of the rooms, by the limits of their region.
            night=(problem.DAY * 2, 0),
            day_cap=self.law.hours("day_hours", self.slots),
            fixed=tuple(sorted({*standing, *self._pinned()})),
            locked=frozenset(self._locked()),
        )
        return Loaded(instance, self.seats, standing, self._base())

    def minute(self, moment: datetime) -> int:
        return int((moment - self.zero).total_seconds()) // 60

    def span(self, during) -> problem.Span:
        return self.minute(during.lower), self.minute(during.upper)

    # Rooms and slots -----------------------------------------------------------------

    def _rooms(self) -> Iterator[problem.Room]:
        barred: dict[int, list[problem.Bar]] = defaultdict(list)
        rooms = {slot.room_id: slot.room for slot in self.slots}
        for slot in self.slots:
            for code in self.law.bars_of_slot(slot):
                barred[slot.room_id].append(problem.Bar(*self.span(slot.during), code))
        for pk, room in rooms.items():
            category = str(room.category_id or ANYTHING)
            yield problem.Room(pk, room.base_id, category, tuple(barred[pk]))

    def _seats(self, slot: Slot) -> Iterator[int]:
        if not self.around.is_closed(slot):
            for seat in slot.room.seats.all():
                if (slot.pk, seat.pk) not in self.around.taken_seats:
                    yield seat.pk

    def _slot(self, slot: Slot, seats: int) -> problem.Slot:
        start, end = self.span(slot.during)
        return problem.Slot(
            id=slot.pk,
            room=slot.room_id,
            day=start // problem.DAY,
            start=start,
            length=end - start,
            viewers=slot.expected_viewers,
            capacity=seats,
            prime=int(PRIME[0] <= start % problem.DAY < PRIME[1]),
            mentor=slot.mentor_id if slot.pk in self.around.kept_mentors else None,
        )

    def _mentors(self) -> Iterator[problem.Mentor]:
        """Each mentor at one base: if they have shifts at several, that with the most.

        Shifts that touch are joined, over midnight too. A slot that has its mentor
        already counts as a shift of theirs, and binds them: publishing leaves it alone.
        """
        spans: dict[tuple[int, int], list[problem.Span]] = defaultdict(list)
        for shift in self.around.shifts:
            spans[shift.mentor_id, shift.base_id].append(self.span(shift.during))
        for slot in self.slots:
            if slot.mentor_id and slot.pk in self.around.kept_mentors:
                key = slot.mentor_id, slot.room.base_id
                spans[key].append(self.span(slot.during))
        busiest: dict[int, tuple[int, int]] = {}
        for (mentor, base), own in spans.items():
            busiest[mentor] = max(busiest.get(mentor, (0, 0)), (len(own), base))
        for mentor, (_number, base) in busiest.items():
            shifts = tuple(joined(spans[mentor, base]))
            bound = self.around.bound.get(mentor, ())
            rooms = tuple((*self.span(slot.during), slot.room_id) for slot in bound)
            yield problem.Mentor(mentor, base, shifts, rooms)

    # People --------------------------------------------------------------------------

    def _candidate(self, candidate: Candidate) -> problem.Candidate:
        week = self.weeks.get(candidate.pk, Week())
        others = self.around.elsewhere.get(candidate.person_id, ())
        elsewhere = [self.span(trial.during) for trial in others]
        rest = self.round.rest_hours * 60
        bars = [
            problem.Bar(start - rest, end + rest, "rest") for start, end in elsewhere
        ]
        return problem.Candidate(
            id=candidate.pk,
            campus=candidate.campus_id,
            intern=not all(
                held.filing for held in self.law.permits_throughout(candidate)
            ),
            categories=frozenset(self._sells(candidate)),
            available=self._available(week),
            training=(*self._lessons(week), *elsewhere),
            rest=rest,
            week_cap=self.week_cap,
            bars=(*bars, *self.law.barred_days(candidate)),
        )

    def _available(self, week: Week) -> tuple[problem.Span, ...]:
        if not week.free:
            return ((0, self.days * problem.DAY),)
        return tuple(joined(self._weekly(week.free)))

    def _lessons(self, week: Week) -> tuple[problem.Span, ...]:
        return tuple(joined(self._weekly(week.lessons)))

    def _weekly(self, spans: Mapping[int, list]) -> Iterator[problem.Span]:
        for day in range(self.days):
            for start, end in spans.get(day % 7, ()):
                yield day * problem.DAY + start, day * problem.DAY + end

    def _sells(self, candidate: Candidate) -> Iterator[str]:
        """The categories of rooms the candidate may be put into.

        Those of the direction if it has any, else all; less those that need a licence
        the candidate doesn't hold throughout the round.
        """
        yield ANYTHING
        permits = self.law.permits_throughout(candidate)
        for category in self.around.categories:
            licensed = all(held.licensed(category.pk) for held in permits)
            own = category.direction_id == candidate.direction_id
            offered = own or candidate.direction_id not in self._specialised
            if offered and (licensed or not category.needs_licence):
                yield str(category.pk)

    @cached_property
    def _specialised(self) -> set[int]:
        return {category.direction_id for category in self.around.categories}

    def _routes(self) -> Iterator[tuple[int, dict[int, problem.Route]]]:
        campuses = {candidate.campus_id: candidate.campus for candidate in self.people}
        bases = {slot.room.base_id: slot.room.base for slot in self.slots}
        for pk, campus in campuses.items():
            own = {}
            for base in bases.values():
                near = campus.region_id == base.region_id
                if route := self.routes.route(pk, base.pk, same_region=near):
                    days = (
                        day for day in range(self.days) if day % 7 in route.weekdays
                    )
                    own[base.pk] = problem.Route(frozenset(days), route.minutes)
            yield pk, own

    # The plan as it is ---------------------------------------------------------------

    def _standing(self) -> Iterator[problem.Assignment]:
        """Trials begun or over that count as theirs: publishing leaves them alone."""
        known = {slot.pk for slot in self.slots}
        people = {candidate.pk for candidate in self.people}
        for trial in self.around.standing:
            counts = trial.state in COUNTED and trial.candidate_id in people
            if counts and trial.slot_id in known:
                yield trial.candidate_id, trial.slot_id, self.round.pk

    def _to_come(self) -> list[Entry]:
        """Entries of the given plan in slots to come, of people who still compete."""
        people = {candidate.pk for candidate in self.people}
        later = {slot.pk for slot in self.slots if slot.during.lower > self.at}
        return [
            entry
            for entry in self.around.entries
            if entry.candidate_id in people and entry.slot_id in later
        ]

    def _pinned(self) -> Iterator[problem.Assignment]:
        """Entries that are pinned or in a locked slot, if their seat is still there."""
        locked = {
            opening.slot_id for opening in self.around.openings if opening.is_locked
        }
        for entry in self._to_come():
            stays = entry.is_pinned or entry.slot_id in locked
            if stays and entry.seat_id in self.seats[entry.slot_id]:
                yield entry.candidate_id, entry.slot_id, self.round.pk

    def _locked(self) -> Iterator[int]:
        for slot in self.slots:
            if slot.during.lower <= self.at:
                yield slot.pk
        yield from (
            opening.slot_id for opening in self.around.openings if opening.is_locked
        )

    def _base(self) -> problem.Solution | None:
        if self.plan is None:
            return None
        rows = [
            (entry.candidate_id, entry.slot_id, self.round.pk)
            for entry in self._to_come()
        ]
        mentors = {slot.pk: slot.mentor_id for slot in self.slots if slot.mentor_id}
        chosen = {
            opening.slot_id: opening.mentor_id
            for opening in self.around.openings
            if opening.mentor_id
        }
        assignments = tuple(sorted({*rows, *self._standing()}))
        return problem.Solution(assignments, mentors | chosen)
