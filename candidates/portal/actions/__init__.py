"""Personal links and their codes, and what candidates read."""

from candidates.portal.actions.links import (
    CODE_TRIES,
    CODE_VALID,
    LOCKED_AFTER,
    VALID,
    hang_on,
    make_card,
    new_code,
    open_by,
    open_for,
    open_with,
    read_message,
    read_out,
    revoke,
    try_code,
)
from candidates.portal.actions.sending import HOLDERS, Holder, send_due, want_code

__all__ = [
    "CODE_TRIES",
    "CODE_VALID",
    "HOLDERS",
    "LOCKED_AFTER",
    "VALID",
    "Holder",
    "hang_on",
    "make_card",
    "new_code",
    "open_by",
    "open_for",
    "open_with",
    "read_message",
    "read_out",
    "revoke",
    "send_due",
    "try_code",
    "want_code",
]
