"""When things happened: on working days, in working hours, never later than now."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from spark import clock
from spark.campuses.calendar import Days

T = TypeVar("T")
YEAR = timedelta(days=366)
OPENS, CLOSES = time(9, 5), time(20, 40)
HOURS = [9, 10, 11, 14, 15, 16, 17]
SPREAD = [1, 3, 0, 2, -1, 4, 6, 1]  # in how many days duties are due


class Clock:
    """Counts back from `now` in China's time."""

    def __init__(self, now: datetime) -> None:
        self.now = clock.local(now)
        self.today = self.now.date()
        self.days = Days.between(self.today - YEAR, self.today + YEAR)

    def day(self, ago: int) -> date:
        """A date, whatever day of the week it is."""
        return self.today - timedelta(days=ago)

    def working(self, day: date) -> date:
        """The day, or the first working day after it."""
        while self.days.is_rest_day(day):
            day += timedelta(days=1)
        return day

    def at(self, ago: int, hour: str) -> datetime:
        """On the last working day up to so many days ago, at this time of day."""
        return self._worked(self.day(ago), time.fromisoformat(hour))

    def due(self, term: int, within: int) -> datetime:
        """When a duty of `term` days was opened that is due `within` days from now.

        What fell on a rest day was done on the working day after it, if that isn't
        still to come.
        """
        day, number = self.day(term - within), 3 * term + within
        hour = time(HOURS[number % len(HOURS)], 7 * number % 60)
        if within == 0 and not self.days.is_rest_day(day):
            hour = self._later(50 + 17 * (term % 8))
        elif within >= 0:
            day = min(self.working(day), self.today)
        return self._worked(day, hour)

    def _later(self, minutes: int) -> time:
        """A time of day that is still to come today, if work isn't over by then."""
        later = self.now + timedelta(minutes=minutes)
        if later.date() > self.today:
            return CLOSES
        return min(max(later.time(), OPENS), CLOSES)

    def spread(
        self, people: Iterable[T], term: int, *, first: int = 0
    ) -> Iterator[tuple[datetime, list[T]]]:
        """People in groups, with the moments that give their duties different days.

        Args:
            first: in how many days the earliest is due; below 0, one in eight is late.
        """
        groups: dict[datetime, list[T]] = {}
        days = [day for day in SPREAD if first <= day < term]
        for number, person in enumerate(people):
            at = self.due(term, days[number % len(days)])
            groups.setdefault(at, []).append(person)
        yield from groups.items()

    def _worked(self, day: date, hour: time) -> datetime:
        while True:
            moment = clock.at(day, hour)
            if moment <= self.now and not self.days.is_rest_day(day):
                return moment
            day -= timedelta(days=1)


def shared(people: Sequence[T], words: Sequence[str]) -> Iterator[tuple[str, list[T]]]:
    """The words dealt out in turn, with who got which."""
    for number, word in enumerate(words):
        if some := list(people[number :: len(words)]):
            yield word, some
