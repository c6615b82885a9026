"""The five stages, and the words and looks of the states within them.

Rooms above register their states here, so that lists can say where somebody stands
without asking upwards.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """Where a candidate is in the pipeline."""

    REGISTERED = "registered", _("Registered")
    SCREENING = "screening", _("Screening")
    INCUBATION = "incubation", _("Incubation")
    TRAINING = "training", _("Training")
    SIGNING = "signing", _("Signing")
    MANAGEMENT = "management", _("Management")
    LEFT = "left", _("Left")


ROAD = [
    Stage.SCREENING,
    Stage.INCUBATION,
    Stage.TRAINING,
    Stage.SIGNING,
    Stage.MANAGEMENT,
]


def reached(stage: str, left_from: str) -> list[Stage]:
    """The stages somebody has come to, the one they stand in or left from last."""
    at = left_from if stage == Stage.LEFT else stage
    return ROAD[: ROAD.index(Stage(at)) + 1] if at in ROAD else []


class SystemReason(StrEnum):
    """Reasons for leaving that verbs give by themselves: keys of `LeaveReason`.

    People choose among the other rows of that table.
    """

    NOT_SELECTED = "not_selected"
    ROLLED = "rolled"
    DECLINED = "declined"
    ENDED = "ended"
    IMPORT_UNDONE = "import_undone"


@dataclass(frozen=True)
class Badge:
    """How a state is shown: its label, a tone of the style sheet, an icon."""

    label: str | Promise
    tone: str
    icon: str


@dataclass(frozen=True)
class StageStates:
    """A stage that keeps a record per candidate: its states, and how they look.

    Args:
        entered_from: the stage and state in which people wait to enter.
        ended: the states of people who are no longer in the stage.
    """

    stage: Stage
    states: type[models.TextChoices]
    tones: Mapping[Any, tuple[str, str]]
    entered_from: tuple[str, str]
    ended: frozenset[str] = frozenset()

    @property
    def states_within(self) -> list[str]:
        """The states of people in the stage, in order."""
        return [state for state in self.states.values if state not in self.ended]


STAGE_STATES: dict[str, StageStates] = {}
ENTERING = "entering"  # in filters, the state of who waits to enter a stage


def register(stage_states: StageStates) -> None:
    """Called by each room's `stages.py`."""
    STAGE_STATES[stage_states.stage] = stage_states


def badge_of(stage: str, state: str) -> Badge:
    """How a candidate's stage and its record's state are shown."""
    known = STAGE_STATES.get(stage)
    if known is None or not state:
        if stage == Stage.LEFT:
            return Badge(Stage.LEFT.label, "off", "door-exit")
        return Badge(Stage(stage).label, "info", "clock")
    tone, icon = known.tones.get(state, ("info", "clock"))
    return Badge(known.states(state).label, tone, icon)
