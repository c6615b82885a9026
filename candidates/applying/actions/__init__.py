"""Verbs of application pages and applications."""

from candidates.applying.actions.clips import begin_clip, drop_clip
from candidates.applying.actions.codes import code_of, new_code, open_by, shown
from candidates.applying.actions.judging import ask_back, confirm, refuse
from candidates.applying.actions.keeping import forget
from candidates.applying.actions.own import begin, fill_in, submit, withdraw
from candidates.applying.actions.pages import change_call, open_call

__all__ = [
    "ask_back",
    "begin",
    "begin_clip",
    "change_call",
    "code_of",
    "confirm",
    "drop_clip",
    "fill_in",
    "forget",
    "new_code",
    "open_by",
    "open_call",
    "refuse",
    "shown",
    "submit",
    "withdraw",
]
