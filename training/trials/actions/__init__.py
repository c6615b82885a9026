"""Verbs of campaigns and trials."""

from training.trials.actions.campaigns import (
    change_round,
    close_round,
    open_campaign,
    open_round,
    reopen_round,
)
from training.trials.actions.running import (
    EARLY,
    abort,
    cancel,
    cancel_of_left,
    confirm,
    finish,
    go_live,
    no_show,
)

__all__ = [
    "EARLY",
    "abort",
    "cancel",
    "cancel_of_left",
    "change_round",
    "close_round",
    "confirm",
    "finish",
    "go_live",
    "no_show",
    "open_campaign",
    "open_round",
    "reopen_round",
]
