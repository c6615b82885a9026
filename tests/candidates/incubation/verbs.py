"""Incubation: every verb, what it leads to, and whose it is."""

from functools import partial

from candidates.incubation import actions
from candidates.incubation.models import Incubation
from spark import clock
from tests.story import Case, StageCases, leaving
from tests.world import papers
from training.course import actions as course
from training.course.models import Enrolment

KEEPERS = {"lin", "office"}


def activate(*, actor, ids, reason="", **changes) -> None:
    actions.activate(actor=actor, ids=ids, papers=papers(**changes), reason=reason)


def correct_papers(*, actor, ids, **changes) -> None:
    actions.correct_papers(actor=actor, ids=ids, papers=papers(**changes))


def take_up_again(*, actor, ids, reason="", **changes) -> None:
    signed = dict.fromkeys(("agreement_on", "consent_on"), clock.today())
    actions.take_up_again(
        actor=actor, ids=ids, papers=papers(**signed | changes), reason=reason
    )


def because(action):
    return partial(action, reason="期末考试两周")


def back_in_training(*, actor, ids, end=None) -> None:
    """Eliminated, the internship ended by the college, and an appeal was heard."""
    enrolments = Enrolment.objects.filter(candidate__incubation__in=ids)
    given = {"actor": actor, "ids": [record.pk for record in enrolments]}
    course.decide(**given, decision="eliminated", reason="转化偏低")
    course.release(**given)
    (end or because(actions.break_off))(actor=actor, ids=ids)
    course.appeal(**given, reason="试播当天停电")


STATES = {
    "paperwork": {"active", "dropped"},
    "active": {"suspended", "completed", "dropped"},
    "suspended": {"active", "dropped"},
    "completed": {"active"},
    "dropped": {"active"},
}
# The verbs that file papers, by where one stands whose papers they are.
FILING = {
    "paperwork": activate,
    "suspended": correct_papers,
    "broken off": take_up_again,
}
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
    "take-up-again": Case(
        "broken off",
        take_up_again,
        ("training", "competing"),
        {("training-decide", "office")},
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
    "broken off": ("competing", back_in_training),
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
        "completed": {"take-up-again"},
        "broken off": {"take-up-again"},
        "left": set(),
        "draft": {"correct-papers", "suspend", "complete", "break-off"},
    },
)
