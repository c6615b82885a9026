"""Verbs of rosters, and taking in who stands on one."""

from candidates.rosters.actions.rosters import (
    confirm_roster,
    discard_roster,
    send_roster,
    take_rejected,
)
from candidates.rosters.actions.taking import (
    Entry,
    IntakeResult,
    add_candidates,
    preview_candidates,
)
from candidates.rosters.actions.undoing import images, undo_roster

__all__ = [
    "Entry",
    "IntakeResult",
    "add_candidates",
    "confirm_roster",
    "discard_roster",
    "images",
    "preview_candidates",
    "send_roster",
    "take_rejected",
    "undo_roster",
]
