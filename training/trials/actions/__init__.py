"""Verbs of campaigns and trials."""

from training.trials.actions.campaigns import (
    change_round,
    close_round,
    open_campaign,
    open_round,
    reopen_round,
)
from training.trials.actions.holding import (
    judge_again,
    judge_all_again,
    let_stand,
    what_stands_against,
)
from training.trials.actions.reminding import remind
from training.trials.actions.running import (
    EARLY,
    OWED_AT_BASE,
    abort,
    cancel,
    cancel_of_left,
    confirm,
    decline,
    finish,
    go_live,
    no_show,
    take_back,
)
from training.trials.actions.telling import tell_cancelled, tell_moved, tell_planned

__all__ = [
    "EARLY",
    "OWED_AT_BASE",
    "abort",
    "cancel",
    "cancel_of_left",
    "change_round",
    "close_round",
    "confirm",
    "decline",
    "finish",
    "go_live",
    "judge_again",
    "judge_all_again",
    "let_stand",
    "no_show",
    "open_campaign",
    "open_round",
    "remind",
    "reopen_round",
    "take_back",
    "tell_cancelled",
    "tell_moved",
    "tell_planned",
    "what_stands_against",
]
