"""Verbs of the register: setting up batches, taking in, moving along, leaving."""

from candidates.register.actions.batches import (
    close_batch,
    copy_batch,
    reopen_batch,
)
from candidates.register.actions.exports import (
    KEPT,
    export_list,
    finish_export,
    forget_exports,
)
from candidates.register.actions.identity import (
    change_particulars,
    correct_identity,
    merge_persons,
    open_id_number,
)
from candidates.register.actions.intake import (
    UPDATABLE,
    Entry,
    check_open,
    mask,
    name_key,
    register_again,
)
from candidates.register.actions.leaving import leave
from candidates.register.actions.lists import rename_view, save_columns, save_view
from candidates.register.actions.moving import (
    candidates_of,
    change_stage,
    check_leaving,
    forget_decision,
    leave_pipeline,
    move,
    note_decision,
    tell_campuses,
)
from candidates.register.actions.rosters import (
    confirm_roster,
    discard_roster,
    images,
    send_roster,
    take_rejected,
    undo_roster,
)
from candidates.register.actions.taking import (
    IntakeResult,
    add_candidates,
    preview_candidates,
)

__all__ = [
    "KEPT",
    "finish_export",
    "forget_exports",
    "save_columns",
    "save_view",
    "rename_view",
    "UPDATABLE",
    "Entry",
    "IntakeResult",
    "add_candidates",
    "change_particulars",
    "check_leaving",
    "check_open",
    "close_batch",
    "confirm_roster",
    "copy_batch",
    "correct_identity",
    "discard_roster",
    "export_list",
    "preview_candidates",
    "forget_decision",
    "images",
    "leave",
    "leave_pipeline",
    "candidates_of",
    "change_stage",
    "mask",
    "merge_persons",
    "move",
    "name_key",
    "note_decision",
    "open_id_number",
    "register_again",
    "reopen_batch",
    "send_roster",
    "take_rejected",
    "tell_campuses",
    "undo_roster",
]
