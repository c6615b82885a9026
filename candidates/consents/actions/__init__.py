"""Verbs of consents: candidates' own, guardians', and what colleges have to do."""

from candidates.consents.actions.answering import consent, decline, take_back
from candidates.consents.actions.asking import (
    LINK_VALID,
    ask,
    make_link,
    open_by,
    open_for,
    read_out,
)
from candidates.consents.actions.consenting import bring, give, settle, withdraw
from candidates.consents.actions.watching import watch

__all__ = [
    "LINK_VALID",
    "ask",
    "bring",
    "consent",
    "decline",
    "give",
    "make_link",
    "open_by",
    "open_for",
    "read_out",
    "settle",
    "take_back",
    "watch",
    "withdraw",
]
