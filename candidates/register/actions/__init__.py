"""Verbs of the register: setting up batches, taking in, moving along, leaving."""

from candidates.register.actions.batches import (
    close_batch,
    copy_batch,
    reopen_batch,
)
from candidates.register.actions.intake import (
    UPDATABLE,
    Entry,
    add_candidates,
    check_open,
    mask,
    name_key,
    register_again,
    send_roster,
)
from candidates.register.actions.moving import (
    enter_stage,
    leave_pipeline,
    lock_candidates,
    move,
    return_to,
    tell_campuses,
)

__all__ = [
    "UPDATABLE",
    "Entry",
    "add_candidates",
    "check_open",
    "close_batch",
    "copy_batch",
    "enter_stage",
    "leave_pipeline",
    "lock_candidates",
    "mask",
    "move",
    "name_key",
    "register_again",
    "reopen_batch",
    "return_to",
    "send_roster",
    "tell_campuses",
]
