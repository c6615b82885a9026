"""Training: every verb, what it leads to, and whose it is."""

from functools import partial

from tests.story import Case, StageCases, in_turn, leaving
from training.course import actions
from training.course.models import Enrolment

DECIDE = {("training-decide", "office")}
CLOSE = {("incubation-close", "coordinator")}


def because(action):
    return partial(action, reason="三场靠前")


def decided(decision: str):
    return partial(because(actions.decide), decision=decision)


STATES = {
    "enrolled": {"learning", "dropped"},
    "learning": {"competing", "dropped"},
    "competing": {"qualified", "eliminated", "dropped"},
    "eliminated": {"competing"},
    "qualified": {"dropped"},
    "dropped": set(),
}
CASES = {
    "start-learning": Case(
        "enrolled",
        actions.start_learning,
        ("training", "learning"),
        set(),
        set(),
        may={"office"},
        sees={"lin"},
    ),
    "start-competing": Case(
        "learning",
        actions.start_competing,
        ("training", "competing"),
        DECIDE,
        set(),
        may={"office"},
        sees={"lin"},
    ),
    "decide": Case(
        "competing",
        decided("eliminated"),
        ("training", "competing"),
        {("training-release", "office")},
        set(),
        may={"office"},
        sees={"lin"},
    ),
    "release": Case(
        "decided",
        actions.release,
        ("training", "qualified"),
        {("contract-open", "signing")},
        {("training-released", "lin")},
        may={"office"},
        sees={"lin"},
        elsewhere="training-undecided",
    ),
    "leave": Case(
        "competing",
        leaving(actions.leave),
        ("left training", "further_study"),
        CLOSE,
        set(),
        may={"office", "lin"},
        sees=set(),
    ),
    "appeal": Case(
        "eliminated",
        because(actions.appeal),
        ("training", "competing"),
        DECIDE,
        set(),
        may={"office"},
        sees={"lin"},
    ),
}
ASIDE = {
    "decided": ("competing", decided("qualified")),
    "eliminated": ("competing", in_turn(decided("eliminated"), actions.release)),
    "left": ("learning", leaving(actions.leave)),
}
TRAINING = StageCases(
    Enrolment,
    actions.leave,
    STATES,
    CASES,
    ASIDE,
    possible={
        "enrolled": {"start-learning", "leave"},
        "learning": {"start-competing", "leave"},
        "competing": {"decide", "leave"},
        "decided": {"decide", "release", "leave"},
        "qualified": {"leave"},
        "eliminated": {"appeal"},
        "left": set(),
    },
)
