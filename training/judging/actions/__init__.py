"""Verbs of judging. Each is keyword-only."""

from training.judging.actions.assigning import (
    EACH,
    Assigned,
    assign_judges,
    name_judge,
)
from training.judging.actions.board import freeze_board, thaw_board
from training.judging.actions.giving_up import (
    end_judging,
    recuse,
    take_from_judge,
    tidy,
)
from training.judging.actions.incidents import (
    dismiss,
    fail,
    overturn,
    report_as_judge,
    report_incident,
)
from training.judging.actions.marking import Sent, lock, mark, reopen
from training.judging.actions.on_air import check_moment, enter_live_figures
from training.judging.queries import HELD as JUDGED_IN

__all__ = [
    "EACH",
    "JUDGED_IN",
    "Assigned",
    "Sent",
    "assign_judges",
    "check_moment",
    "dismiss",
    "end_judging",
    "enter_live_figures",
    "fail",
    "freeze_board",
    "lock",
    "mark",
    "name_judge",
    "overturn",
    "recuse",
    "reopen",
    "report_as_judge",
    "report_incident",
    "take_from_judge",
    "thaw_board",
    "tidy",
]
