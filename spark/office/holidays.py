"""The office's duty to enter a year's holidays, before anybody plans without them.

The State Council's notice is usually out in November of the year before.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from django.urls import reverse

from spark import clock
from spark.accounts.models import Role
from spark.campuses.calendar import years_unknown
from spark.duties import board
from spark.duties.kinds import DutyKind, Gravity, register
from spark.duties.models import Duty

CODE = "holidays-enter"
NOVEMBER = 11
register(DutyKind(CODE, Gravity.LAW, "admin:campuses_holiday_changelist"))


def ask_for(days: Iterable[date], *, at: datetime) -> list[int]:
    """Have the office enter the holidays of these days' years, if there are none.

    Returns:
        Those years.
    """
    years = years_unknown(days)
    board.open_many(_duty(year, at) for year in years)
    return years


def _duty(year: int, at: datetime) -> Duty:
    """Due once the notice is out, or in three days if that has long been so."""
    usual = clock.end_of(date(year - 1, 12, 1))
    return Duty(
        code="holidays-enter",
        subject=f"holidays:{year}",
        about=str(year),
        role=Role.OFFICE,
        due_at=max(usual, at + timedelta(days=3)),
        url=reverse("admin:campuses_holiday_add"),
        opened_at=at,
    )


def sweep() -> None:
    """Ask for this year's and, from November on, the next one's; close what is done."""
    at = clock.now()
    soon = [at.year, at.year + 1] if at.month >= NOVEMBER else [at.year]
    ask_for([date(year, 1, 1) for year in soon], at=at)
    _close(Duty.objects.filter(code=CODE, closed_at=None), at)


def _close(duties: Collection[Duty], at: datetime) -> None:
    years = {duty.pk: int(duty.about) for duty in duties}
    still = years_unknown(date(year, 1, 1) for year in years.values())
    done = [pk for pk, year in years.items() if year not in still]
    if done:
        Duty.objects.filter(pk__in=done).update(closed_at=at)
