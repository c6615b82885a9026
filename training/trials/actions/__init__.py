"""Verbs of trials: campaigns, plans, and what becomes of a trial."""

from training.trials.actions.audience import (
    enter_audience,
    estimate_audience,
    refresh_expected,
)
from training.trials.actions.campaigns import (
    change_round,
    close_round,
    open_campaign,
    open_round,
    reopen_round,
)
from training.trials.actions.entering import add_seats
from training.trials.actions.people import (
    change_permit,
    change_week,
    enter_permit,
    joined_week,
    may_enter,
    remove_permit,
    set_week,
    set_weeks,
)
from training.trials.actions.planning import (
    discard,
    draft_plan,
    lock,
    pin,
    place,
    take_out,
)
from training.trials.actions.publishing import Changes, foresee, publish
from training.trials.actions.rooms import (
    Opened,
    add_programme,
    block_rooms,
    change_room,
    open_slots,
    remove_programme,
    unblock_room,
)
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
from training.trials.actions.shifts import add_shifts, remove_shifts, set_way
from training.trials.actions.solving import ask_for_plan, stop_run
from training.trials.actions.sweeping import sweep_runs

__all__ = [
    "EARLY",
    "Changes",
    "Opened",
    "abort",
    "add_shifts",
    "add_programme",
    "block_rooms",
    "cancel",
    "cancel_of_left",
    "change_room",
    "change_permit",
    "change_round",
    "change_week",
    "close_round",
    "confirm",
    "discard",
    "draft_plan",
    "enter_permit",
    "enter_audience",
    "enter_result",
    "estimate_audience",
    "finish",
    "foresee",
    "go_live",
    "may_enter",
    "no_show",
    "open_campaign",
    "open_round",
    "open_slots",
    "lock",
    "pin",
    "place",
    "publish",
    "remove_permit",
    "remove_shifts",
    "refresh_expected",
    "remove_programme",
    "reopen_round",
    "ask_for_plan",
    "stop_run",
    "sweep_runs",
    "set_way",
    "joined_week",
    "set_week",
    "set_weeks",
    "add_seats",
    "take_out",
    "unblock_room",
]
