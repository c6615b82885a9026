"""The periodic jobs: what beat sends, how often, and when one of them is late."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache

from celery import current_app
from celery.schedules import BaseSchedule, crontab, maybe_schedule
from django.utils.functional import Promise

from spark import clock
from spark.operations.models import JobRun
from spark.operations.words import DOES

PULSE = "notifications.pulse"  # has its own page in /healthz
SOON = timedelta(minutes=3)  # nothing is late before, however often it runs
NOT_SO_SOON = timedelta(minutes=15)


class Colour(StrEnum):
    """How it stands: red wants a person at once, yellow a look."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


@dataclass(frozen=True)
class Job:
    """An entry of the timetable; `name` is its words there."""

    name: str
    key: str
    schedule: BaseSchedule

    @property
    def words(self) -> str | Promise:
        """What it does."""
        return DOES.get(self.name, self.name)

    @property
    def period(self) -> timedelta:
        if not isinstance(self.schedule, crontab):
            return self.schedule.run_every
        first = self._after(clock.now())
        return self._after(first) - first

    def next(self, run: JobRun | None) -> datetime:
        """When it runs next; in the past if it should have run."""
        now = clock.now()
        if isinstance(self.schedule, crontab):
            return self._after(now)
        began = run and (run.began_at or run.since)
        return began + self.period if began else now

    def _after(self, moment: datetime) -> datetime:
        last, ahead, _now = self.schedule.remaining_delta(moment)
        return last + ahead

    def colour(self, run: JobRun | None) -> Colour:
        """By how long it hasn't been done, in periods of its own."""
        if run is None:
            return Colour.GREEN  # beat never said that it sends it: see the pulse
        done, period = max(filter(None, (run.done_at, run.since))), self.period
        age = clock.now() - done
        if age > max(10 * period, NOT_SO_SOON):
            return Colour.RED
        late = age > max(3 * period, SOON)
        return Colour.YELLOW if late or run.failed else Colour.GREEN


def key_of(task: str, args: list | tuple, kwargs: dict | None = None) -> str:
    return ":".join([task, *map(str, args), *map(str, (kwargs or {}).values())])


@cache
def jobs() -> tuple[Job, ...]:
    """All but the pulse, as the timetable has them."""
    return tuple(
        Job(
            name,
            key_of(entry["task"], entry.get("args", ())),
            maybe_schedule(entry["schedule"]),
        )
        for name, entry in current_app.conf.beat_schedule.items()
        if entry["task"] != PULSE
    )


@cache
def keys() -> frozenset[str]:
    return frozenset(job.key for job in jobs())
