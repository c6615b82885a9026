"""Verbs of plans and the solver's runs."""

from training.timetable.actions.foreseeing import Changes, foresee
from training.timetable.actions.large import (
    is_large,
    look_at,
    publish_large,
    sweep_publications,
    work_publication,
)
from training.timetable.actions.planning import (
    discard,
    draft_plan,
    lock,
    pin,
    place,
    take_out,
)
from training.timetable.actions.publishing import publish
from training.timetable.actions.solving import ask_for_plan, stop_run
from training.timetable.actions.sweeping import sweep_runs
from training.timetable.actions.telling import foretell

__all__ = [
    "Changes",
    "ask_for_plan",
    "discard",
    "draft_plan",
    "foresee",
    "foretell",
    "is_large",
    "lock",
    "look_at",
    "pin",
    "place",
    "publish",
    "publish_large",
    "stop_run",
    "sweep_publications",
    "sweep_runs",
    "take_out",
    "work_publication",
]
