"""The five stages, and the words and looks of the states within them.

Rooms above register their states here, so that lists can say where somebody stands
without asking upwards.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
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


class LeaveReason(models.TextChoices):
    """Why somebody left; the words of who decided are kept in history."""

    NOT_SELECTED = "not_selected", _("Not selected")
    WITHDRAWN = "withdrawn", _("Withdrew")
    ROLLED = "rolled", _("Moved to the next batch")
    DROPPED = "dropped", _("Dropped out")
    DECLINED = "declined", _("Declined the contract")
    CONTRACT_VOID = "contract_void", _("Contract withdrawn")
    ENDED = "ended", _("Employment ended")
    IMPORT_UNDONE = "import_undone", _("Import undone")


@dataclass(frozen=True)
class Look:
    """A state as people see it: its word, a tone of the sheet, an icon."""

    label: str | Promise
    tone: str
    icon: str


@dataclass(frozen=True)
class RecordRoom:
    """A room that keeps a record per candidate: its stage, states and their looks."""

    stage: Stage
    states: type[models.TextChoices]
    tones: Mapping[Any, tuple[str, str]]


ROOMS: dict[str, RecordRoom] = {}


def register(room: RecordRoom) -> None:
    """Called by each room's `stages.py`."""
    ROOMS[room.stage] = room


def look(stage: str, state: str) -> Look:
    """How a candidate's stage and its record's state are shown."""
    room = ROOMS.get(stage)
    if room is None or not state:
        if stage == Stage.LEFT:
            return Look(Stage.LEFT.label, "off", "door-exit")
        return Look(Stage(stage).label, "info", "clock")
    tone, icon = room.tones.get(state, ("info", "clock"))
    return Look(room.states(state).label, tone, icon)


@dataclass(frozen=True)
class BulkVerb:
    """What a room does to many candidates of the list at once.

    Args:
        may: is it for this person?
        skips: why a candidate is left out, or nothing when the verb can be done.
        act: called with `actor` and `ids` of candidates.
        said: what is told afterwards, with `%(n)d`.
    """

    name: str
    label: str | Promise
    icon: str
    may: Callable[[Any], bool]
    skips: Callable[[Any], str | Promise]
    act: Callable[..., None]
    said: str | Promise


BULK: dict[str, BulkVerb] = {}


def add_bulk(verb: BulkVerb) -> None:
    """Called by the rooms above, whose verbs the list can't import."""
    BULK[verb.name] = verb
