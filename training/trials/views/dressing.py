"""A trial as pages show it: its times, state, facts and numbers."""

from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from spark import clock
from spark.accounts.models import Role, User
from spark.accounts.scope import has_role
from training.trials.models import Result, Slot, Trial
from training.trials.models.rooms import clocks
from training.trials.stages import TONES

SEES_CANDIDATES = (Role.OFFICE, Role.COORDINATOR)
YUAN = 100  # fen
NOT_MEASURED = {"id", "trial", "gmv_fen", "is_final", "entered_by", "entered_at"}


def hours(during) -> str:
    """`10:00–11:00`."""
    first, last = clocks(during)
    return f"{first:%H:%M}–{last:%H:%M}"


def dress(one: Trial | Slot) -> None:
    """Give it `day` and `clock`, and a trial the tone and icon of its state."""
    one.day = clock.day(one.during.lower)  # type: ignore[union-attr]
    one.clock = hours(one.during)  # type: ignore[union-attr]
    if isinstance(one, Trial):
        one.tone, one.icon = TONES[one.state]  # type: ignore[attr-defined]


def facts(trial: Trial, user: User) -> Iterator[tuple]:
    yield _("Round"), trial.round
    yield _("Room"), trial.slot.room
    yield _("Training base"), trial.slot.room.base
    yield _("Seat"), trial.seat.number
    yield _("Mentor"), trial.slot.mentor
    yield _("Expected viewers"), f"{trial.slot.expected_viewers:,}"
    yield _("Campus"), trial.candidate.campus
    yield _("Direction"), trial.candidate.direction
    if trial.went_live_at:
        yield _("On air since"), trial.went_live_at
    if trial.ended_at:
        yield _("Off air since"), trial.ended_at


def result_of(trial: Trial) -> Result | None:
    return getattr(trial, "result", None)


def numbers(result: Result) -> Iterator[tuple]:
    """Label and value of what was measured."""
    for field in Result._meta.concrete_fields:
        if field.name in NOT_MEASURED:
            continue
        value = getattr(result, field.name)
        is_count = isinstance(value, int) and not isinstance(value, bool)
        yield capfirst(field.verbose_name), f"{value:,}" if is_count else value
        if field.name == "orders":
            yield _("GMV, in yuan"), yuan(result)
    yield capfirst(_("entered by")), result.entered_by
    yield _("Entered"), result.entered_at


def yuan(result: Result) -> str | None:
    return None if result.gmv_fen is None else f"{result.gmv_fen / YUAN:,.2f}"


def sees_candidates(user: User) -> bool:
    return has_role(user, *SEES_CANDIDATES)
