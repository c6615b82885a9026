"""A candidate's week and permits as pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from candidates.register.models import Candidate
from spark import clock
from spark.accounts.models import User
from training.hosts import access, actions, queries
from training.hosts.models import Permit, WeeklyKind, WeeklyTime
from training.hosts.rules import Week
from training.studio.models import Weekday
from training.studio.rules import until

Day = tuple[str | Promise, list[str], list[str]]
Badge = tuple[str, str, str | Promise]
HOLDS: Badge = ("ok", "circle-check", pgettext_lazy("permit", "Holds"))
FAILED: Badge = ("bad", "circle-x", pgettext_lazy("permit", "Not passed"))
TO_COME: Badge = ("info", "clock", pgettext_lazy("permit", "Not yet valid"))
OVER: Badge = ("bad", "alert-triangle", pgettext_lazy("permit", "Expired"))


@dataclass(frozen=True)
class WeekShown:
    """A week by days.

    Args:
        days: weekday, free times and lessons, as `09:00–12:00`.
        has_free: whether any free time was entered; without, all are free.
    """

    days: list[Day]
    has_free: bool
    lesson_hours: float

    @classmethod
    def of(cls, rows: Iterable[WeeklyTime]) -> "WeekShown":
        """All seven days, or none if nothing is entered."""
        times = list(rows)
        week = Week.of(times)
        days: list[Day] = [
            (
                day.label,
                _spans(times, WeeklyKind.FREE, day),
                _spans(times, WeeklyKind.LESSON, day),
            )
            for day in Weekday
        ]
        return cls(days if times else [], bool(week.free), week.week_minutes / 60)


def _spans(times: Iterable[WeeklyTime], kind: str, weekday: int) -> list[str]:
    return [
        f"{time.starts_at:%H:%M}–{until(time.ends_at)}"
        for time in times
        if (time.kind, time.weekday) == (kind, weekday)
    ]


def add_permit_display(permit: Permit, today: date) -> None:
    """Add the badge that says whether the permit is valid today."""
    permit.tone, permit.icon, permit.label = _badge(permit, today)  # type: ignore[attr-defined]


def _badge(permit: Permit, today: date) -> Badge:
    if not permit.holds:
        return FAILED
    if today < permit.valid_from:
        return TO_COME
    is_over = permit.valid_until is not None and permit.valid_until < today
    return OVER if is_over else HOLDS


def permits_shown(candidate: Candidate) -> list[Permit]:
    permits, today = queries.permits_on_file(candidate), clock.today()
    for permit in permits:
        add_permit_display(permit, today)
    return permits


def on_file(user: User, candidate_id: int) -> dict:
    """What stands beside the trials of somebody whose file the user reads.

    Nothing before incubation; later what was entered, and while it still matters the
    buttons to enter more.
    """
    candidate = queries.with_file(user, candidate_id)
    if candidate is None:
        return {}
    times = list(candidate.weekly_times.all())
    permits = permits_shown(candidate)
    writes = candidate.stage in access.HOSTING
    if not (writes or times or permits):
        return {}
    return {
        "host": candidate,
        "week": WeekShown.of(times),
        "permits": permits,
        "may_set_week": writes
        and access.HOSTS.may_to(user, actions.change_week, candidate),
        "may_enter": writes and actions.may_enter(user, candidate),
    }
