"""Verbs of trials: campaigns, plans, and what becomes of a trial."""

from training.trials.actions.campaigns import (
    close_round,
    open_campaign,
    open_round,
    reopen_round,
)
from training.trials.actions.planning import (
    discard,
    draft_plan,
    place,
    take_out,
)
from training.trials.actions.publishing import Changes, foresee, publish
from training.trials.actions.running import (
    EARLY,
    abort,
    cancel,
    cancel_of_left,
    confirm,
    enter_result,
    finish,
    go_live,
    no_show,
)

__all__ = [
    "EARLY",
    "Changes",
    "abort",
    "cancel",
    "cancel_of_left",
    "close_round",
    "confirm",
    "discard",
    "draft_plan",
    "enter_result",
    "finish",
    "foresee",
    "go_live",
    "no_show",
    "open_campaign",
    "open_round",
    "place",
    "publish",
    "reopen_round",
    "take_out",
]
