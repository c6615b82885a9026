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
from candidates.rosters.actions.unclear import Unclear, find_out, note_unclear
from candidates.rosters.actions.undoing import images, undo_roster

__all__ = [
    "NEEDED",
    "Entry",
    "IntakeResult",
    "Unclear",
    "add_candidates",
    "confirm_roster",
    "discard_roster",
    "find_out",
    "hold_intake",
    "images",
    "note_unclear",
    "preview_candidates",
    "register_candidate",
    "send_roster",
    "sync_candidates",
    "take_rejected",
    "undo_roster",
]
