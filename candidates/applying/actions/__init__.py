"""Verbs of application pages and applications."""

from candidates.applying.actions.codes import new_code, open_by, shown
from candidates.applying.actions.judging import ask_back, confirm, refuse
from candidates.applying.actions.own import begin, fill_in, submit, withdraw
from candidates.applying.actions.pages import change_call, open_call

__all__ = [
    "ask_back",
    "begin",
    "change_call",
    "confirm",
    "fill_in",
    "new_code",
    "open_by",
    "open_call",
    "refuse",
    "shown",
    "submit",
    "withdraw",
]
