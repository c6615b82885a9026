"""The rules of law as bars and limits of an instance.

The rules themselves are in `may_broadcast`. It is called once for each candidate and
day, and once for each slot; what it blocks becomes a bar. Its warnings are left to
whoever publishes the plan.
"""

from collections.abc import Iterable, Iterator
from datetime import date, time, timedelta

from candidates.consents.queries import terms_of
from candidates.incubation.models import Incubation
from candidates.incubation.queries import internships_of
from candidates.incubation.rules import (
    PASS_MARK,
    Broadcast,
    Workday,
    by_day,
    may_broadcast,
)
from candidates.incubation.stages import State as Interning
from candidates.register.models import Candidate
from spark import clock
from spark.campuses.calendar import Days, Limit, limits
from training.hosts.queries import permits_of
from training.hosts.rules import Permits
from training.solver.problem import DAY, Bar
from training.studio.models import Slot
from training.trials.models import Round

NOON = time(12)
ADULT = date(1990, 1, 1)


class Law:
    """What the law says of a round's people and slots, its rows read once."""

    def __init__(self, round_: Round, monday: date, people: list[Candidate]) -> None:
        self.round, self.monday = round_, monday
        self.calendar = Days.between(monday, round_.ends_on + timedelta(days=1))
        candidates = [candidate.pk for candidate in people]
        self.internships = internships_of(candidates)
        self.guardians = terms_of(people, monday)
        self.permits = permits_of(candidates)
        self._known: dict[tuple[int, date], dict[str, Limit]] = {}

    def permits_throughout(self, candidate: Candidate) -> list[Permits]:
        """The permits on the round's first and on its last day.

        A permit in both is taken to hold on every day between.
        """
        rows = self.permits.get(candidate.pk, ())
        days = (self.round.starts_on, self.round.ends_on)
        return [Permits.on(day, rows) for day in days]

    def barred_days(self, candidate: Candidate) -> Iterator[Bar]:
        """Days on which the law keeps the candidate off air at any hour."""
        day = self.round.starts_on
        while day <= self.round.ends_on:
            start = (day - self.monday).days * DAY
            for code in blocks(self._on_that_day(candidate, day)):
                yield Bar(start, start + DAY, code)
            day += timedelta(days=1)

    def bars_of_slot(self, slot: Slot) -> set[str]:
        """Codes of what the law forbids in the slot to an intern without a filing."""
        return blocks(self._anybody_in(slot))

    def _on_that_day(self, candidate: Candidate, day: date) -> Broadcast:
        """The candidate on air at noon, without other work that day or week."""
        internship = self.internships.get(candidate.pk)
        runs = _goes_on(internship)
        permits = Permits.on(day, self.permits.get(candidate.pk, ()))
        noon = clock.at(day, NOON)
        workday = Workday(
            day=day,
            limits=self._limits(candidate.campus.region, day),
            minutes=0,
            week_minutes=0,
            test_score=permits.test_score,
        )
        return Broadcast(
            starts=noon,
            ends=noon,
            birth_date=candidate.person.birth_date,
            internship_from=runs.starts_on if runs else None,
            internship_until=runs.ends_on if runs else None,
            days=(workday,),
            guardian=self.guardians.get(candidate.pk),
        )

    def _anybody_in(self, slot: Slot) -> Broadcast:
        """An adult with all papers on air in the slot, without other work."""
        starts, ends = map(clock.local, (slot.during.lower, slot.during.upper))
        region = slot.room.base.region
        days = tuple(
            Workday(
                day=day,
                limits=self._limits(region, day),
                minutes=until - since,
                week_minutes=0,
                test_score=PASS_MARK,
                is_statutory=self.calendar.is_statutory(day),
                is_rest_day=self.calendar.is_rest_day(day),
            )
            for day, since, until in by_day(starts, ends)
        )
        return Broadcast(
            starts=starts,
            ends=ends,
            birth_date=ADULT,
            internship_from=days[0].day,
            internship_until=days[-1].day,
            days=days,
        )

    def _limits(self, region, day: date) -> dict[str, Limit]:
        if (region.pk, day) not in self._known:
            self._known[region.pk, day] = limits(region, day)
        return self._known[region.pk, day]

    def hours(self, code: str, slots: Iterable[Slot]) -> int:
        """A limit of hours, in minutes.

        The strictest of the slots' regions, on the round's first and last day.

        Args:
            code: of the limit in the table of law.
        """
        days = (self.round.starts_on, self.round.ends_on)
        regions = {slot.room.base.region for slot in slots}
        found = [
            self._limits(region, day)[code].value for region in regions for day in days
        ]
        return min(found, default=24 * 7) * 60


def blocks(broadcast: Broadcast) -> set[str]:
    """Codes of the findings that forbid the broadcast."""
    return {
        finding.code for finding in may_broadcast(broadcast) if finding.level == "block"
    }


def _goes_on(internship: Incubation | None) -> Incubation | None:
    runs = {Interning.ACTIVE, Interning.SUSPENDED}
    return internship if internship and internship.state in runs else None
