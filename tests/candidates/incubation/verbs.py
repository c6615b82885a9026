"""Incubation: every verb, what it leads to, and whose it is."""

from functools import partial

from candidates.incubation import actions
from candidates.incubation.models import Incubation
from tests.story import Case, StageCases, leaving
from tests.world import papers

KEEPERS = {"lin", "office"}


def activate(*, actor, ids, reason="", **changes) -> None:
    actions.activate(actor=actor, ids=ids, papers=papers(**changes), reason=reason)


def correct_papers(*, actor, ids, **changes) -> None:
    actions.correct_papers(actor=actor, ids=ids, papers=papers(**changes))


def because(action):
    return partial(action, reason="期末考试两周")


STATES = {
    "paperwork": {"active", "dropped"},
    "active": {"suspended", "completed", "dropped"},
    "suspended": {"active", "dropped"},
    "completed": set(),
    "dropped": set(),
}
# The verbs that file papers, by where one stands whose papers they are.
FILING = {"paperwork": activate, "suspended": correct_papers}
CASES = {
    "activate": Case(
        "paperwork",
        activate,
        ("incubation", "active"),
        set(),
        set(),
        may=KEEPERS,
        sees=set(),
    ),
    "correct-papers": Case(
        "active",
        correct_papers,
        ("incubation", "active"),
        set(),
        set(),
        may=KEEPERS,
        sees=set(),
    ),
    "suspend": Case(
        "active",
        because(actions.suspend),
        ("incubation", "suspended"),
        set(),
        {("incubation-suspended", "lin")},
        may=KEEPERS,
        sees=set(),
    ),
    "resume": Case(
        "suspended",
        actions.resume,
        ("incubation", "active"),
        set(),
        set(),
        may=KEEPERS,
        sees=set(),
    ),
    "complete": Case(
        "enrolled",
        actions.complete,
        ("training", "enrolled"),
        {("training-start", "office")},
        set(),
        may=KEEPERS,
        sees=set(),
    ),
    "leave": Case(
        "paperwork",
        leaving(actions.leave),
        ("left incubation", "further_study"),
        set(),
        set(),
        may=KEEPERS,
        sees=set(),
    ),
    "break-off": Case(
        "in_force",
        because(actions.break_off),
        ("signing", "in_force"),
        set(),
        set(),
        may=KEEPERS,
        sees={"signing"},
    ),
}
ASIDE = {
    "suspended": ("active", because(actions.suspend)),
    "completed": ("enrolled", actions.complete),
    "left": ("active", leaving(actions.leave)),
    "suspended in training": ("enrolled", because(actions.suspend)),
}
INCUBATION = StageCases(
    Incubation,
    actions.leave,
    STATES,
    CASES,
    ASIDE,
    possible={
        "paperwork": {"activate", "leave"},
        "active": {"correct-papers", "suspend", "leave"},
        "suspended": {"correct-papers", "resume", "leave"},
        "enrolled": {"correct-papers", "suspend", "complete"},
        "suspended in training": {"correct-papers", "resume"},
        "completed": set(),
        "left": set(),
        "draft": {"correct-papers", "suspend", "complete", "break-off"},
    },
)
