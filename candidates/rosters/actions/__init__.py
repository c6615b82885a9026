"""Verbs of rosters, and taking in who stands on one."""

from candidates.rosters.actions.calling import ask_to_call, close_called
from candidates.rosters.actions.entries import Entry
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
    IntakeResult,
    Kept,
    add_candidates,
    changes,
    preview_candidates,
)
from candidates.rosters.actions.unclear import Unclear, find_out, note_unclear
from candidates.rosters.actions.undoing import images, undo_roster

__all__ = [
    "NEEDED",
    "Entry",
    "IntakeResult",
    "Kept",
    "Unclear",
    "add_candidates",
    "ask_to_call",
    "changes",
    "close_called",
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
