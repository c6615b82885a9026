"""Verbs of rosters, and taking in who stands on one."""

from candidates.rosters.actions.merging import NEEDED
from candidates.rosters.actions.rosters import (
    confirm_roster,
    discard_roster,
    send_roster,
    take_rejected,
)
from candidates.rosters.actions.syncing import (
    hold_intake,
    register_candidate,
    sync_candidates,
)
from candidates.rosters.actions.taking import (
    Entry,
    IntakeResult,
    add_candidates,
    preview_candidates,
)
from candidates.rosters.actions.undoing import images, undo_roster

__all__ = [
    "NEEDED",
    "Entry",
    "IntakeResult",
    "add_candidates",
    "confirm_roster",
    "discard_roster",
    "hold_intake",
    "images",
    "preview_candidates",
    "register_candidate",
    "send_roster",
    "sync_candidates",
    "take_rejected",
    "undo_roster",
]
