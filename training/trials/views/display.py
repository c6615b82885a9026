"""A trial as pages show it: its times, state and facts."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from candidates.register.rules import Finding
from spark import clock
from spark.accounts.models import Role, User
from spark.accounts.scope import has_role
from spark.errors import Refused, Words, words
from training.studio.models import Slot
from training.studio.models.rooms import clocks
from training.trials.models import Trial
from training.trials.stages import TONES

SEES_CANDIDATES = (Role.OFFICE, Role.COORDINATOR)


def hours(during) -> str:
    """`10:00–11:00`."""
    first, last = clocks(during)
    return f"{first:%H:%M}–{last:%H:%M}"


def add_display(shown: Trial | Slot) -> None:
    """Give it `day` and `clock`, and a trial the tone and icon of its state."""
    shown.day = clock.day(shown.during.lower)  # type: ignore[union-attr]
    shown.clock = hours(shown.during)  # type: ignore[union-attr]
    if isinstance(shown, Trial):
        shown.tone, shown.icon = TONES[shown.state]  # type: ignore[attr-defined]


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


def said(finding: Finding) -> Words:
    """A finding in words, as it would be refused."""
    facts: dict[str, Any] = finding.facts
    return words(Refused(finding.code, **facts))


def sees_candidates(user: User) -> bool:
    return has_role(user, *SEES_CANDIDATES)
