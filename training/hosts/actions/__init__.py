"""Verbs of what is on file about hosts."""

from training.hosts.actions.permits import (
    change_permit,
    enter_permit,
    may_enter,
    remove_permit,
)
from training.hosts.actions.reminding import remind
from training.hosts.actions.travels import set_travel
from training.hosts.actions.trials import judge_trials_again
from training.hosts.actions.weeks import change_week, joined_week, set_week, set_weeks

__all__ = [
    "change_permit",
    "change_week",
    "enter_permit",
    "joined_week",
    "judge_trials_again",
    "may_enter",
    "remind",
    "remove_permit",
    "set_travel",
    "set_week",
    "set_weeks",
]
