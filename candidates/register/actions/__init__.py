"""Verbs of the register: setting up batches, identity, moving along, leaving."""

from candidates.register.actions.batches import (
    close_batch,
    copy_batch,
    reopen_batch,
    take_places,
)
from candidates.register.actions.identity import (
    born,
    change_particulars,
    check_age,
    check_reason,
    correct_identity,
    hold_intake,
    merge_persons,
    open_id_number,
    write_particulars,
)
from candidates.register.actions.intake import (
    UPDATABLE,
    check_open,
    mask,
    register_again,
)
from candidates.register.actions.judging import refusals, refuse
from candidates.register.actions.leaving import leave
from candidates.register.actions.moving import (
    LEAVES,
    RELEASED,
    TAKEN,
    candidates_of,
    change_stage,
    check_leaving,
    decision_told,
    forget_decision,
    leave_pipeline,
    move,
    note_decision,
    tell_campuses,
    tell_candidates,
)

__all__ = [
    "LEAVES",
    "RELEASED",
    "TAKEN",
    "UPDATABLE",
    "born",
    "change_particulars",
    "check_age",
    "check_leaving",
    "check_open",
    "check_reason",
    "close_batch",
    "copy_batch",
    "correct_identity",
    "decision_told",
    "forget_decision",
    "hold_intake",
    "leave",
    "leave_pipeline",
    "candidates_of",
    "change_stage",
    "mask",
    "merge_persons",
    "move",
    "note_decision",
    "open_id_number",
    "refusals",
    "refuse",
    "register_again",
    "reopen_batch",
    "take_places",
    "tell_campuses",
    "tell_candidates",
    "write_particulars",
]
