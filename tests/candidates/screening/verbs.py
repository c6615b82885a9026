"""Screening: every verb, what it leads to, and whose it is."""

from functools import partial

from candidates.screening import actions
from candidates.screening.models import Screening
from spark.accounts.models import Role, RoleGrant, User
from tests.story import Case, StageCases, in_turn, leaving

RELEASED = {("screening-released", "lin")}
DECIDE = {("screening-decide", "office")}


def because(action):
    return partial(action, reason="讲品有演示")


def decided(decision: str):
    return partial(because(actions.decide), decision=decision)


STATES = {
    "waiting": {"in_review", "withdrawn"},
    "in_review": {"more_asked", "passed", "waitlisted", "rejected", "withdrawn"},
    "more_asked": {"in_review", "withdrawn"},
    "waitlisted": {"passed", "rejected", "rolled", "withdrawn"},
    "rejected": {"in_review"},
    "passed": {"withdrawn"},
    "withdrawn": set(),
    "rolled": set(),
}
CASES = {
    "open-review": Case(
        "waiting",
        actions.open_review,
        ("screening", "in_review"),
        DECIDE,
        set(),
        may={"office", "reviewer"},
        sees={"lin"},
    ),
    "ask-more": Case(
        "in_review",
        because(actions.ask_more),
        ("screening", "more_asked"),
        {("screening-more", "coordinator")},
        {("screening-more-asked", "lin")},
        may={"office", "reviewer"},
        sees={"lin"},
    ),
    "assign": Case(
        "empanelled",
        actions.assign,
        ("screening", "in_review"),
        DECIDE,
        set(),
        may={"office"},
        sees={"lin", "reviewer"},
    ),
    "receive-more": Case(
        "more_asked",
        actions.receive_more,
        ("screening", "in_review"),
        DECIDE,
        set(),
        may={"office", "lin"},
        sees={"reviewer"},
    ),
    "go-on-without": Case(
        "more_asked",
        because(actions.go_on_without),
        ("screening", "in_review"),
        DECIDE,
        set(),
        may={"office"},
        sees={"lin", "reviewer"},
    ),
    "decide": Case(
        "in_review",
        decided("waitlisted"),
        ("screening", "in_review"),
        {("screening-release", "office")},
        set(),
        may={"office"},
        sees={"lin", "reviewer"},
    ),
    "release": Case(
        "decided",
        actions.release,
        ("screening", "passed"),
        set(),
        RELEASED,
        may={"office"},
        sees={"lin", "reviewer"},
        elsewhere="screening-undecided",
    ),
    "take-from-waitlist": Case(
        "waitlisted",
        because(actions.take_from_waitlist),
        ("screening", "passed"),
        set(),
        RELEASED,
        may={"office"},
        sees={"lin", "reviewer"},
    ),
    "move-up": Case(
        "waitlisted",
        because(actions.move_up),
        ("screening", "passed"),
        set(),
        RELEASED,
        may={"office"},
        sees={"lin", "reviewer"},
    ),
    "close-waitlist": Case(
        "waitlisted",
        because(actions.close_waitlist),
        ("left screening", "not_selected"),
        set(),
        RELEASED,
        may={"office"},
        sees={"lin", "reviewer"},
    ),
    "leave": Case(
        "waiting",
        leaving(actions.leave),
        ("left screening", "further_study"),
        set(),
        set(),
        may={"office", "lin"},
        sees={"reviewer"},
    ),
    "appeal": Case(
        "rejected",
        because(actions.appeal),
        ("screening", "in_review"),
        DECIDE,
        set(),
        may={"office"},
        sees={"lin"},
    ),
}


def empanel(*, actor, ids) -> None:
    """Two more reviewers: the world's own is one alone."""
    for _ in range(2):
        number = User.objects.count()
        user = User.objects.create_user(f"judge{number}@test.spark", name="评审")
        RoleGrant.objects.create(user=user, role=Role.REVIEWER)


ASIDE = {
    "empanelled": ("waiting", empanel),
    "more_asked": ("in_review", because(actions.ask_more)),
    "decided": ("in_review", decided("passed")),
    "waitlisted": ("in_review", in_turn(decided("waitlisted"), actions.release)),
    "rejected": ("in_review", in_turn(decided("rejected"), actions.release)),
    "left": ("waiting", leaving(actions.leave)),
}
SCREENING = StageCases(
    Screening,
    actions.leave,
    STATES,
    CASES,
    ASIDE,
    possible={
        "waiting": {"open-review", "leave"},
        "in_review": {"ask-more", "decide", "leave"},
        "decided": {"ask-more", "decide", "release", "leave"},
        "more_asked": {"receive-more", "go-on-without", "leave"},
        "waitlisted": {"take-from-waitlist", "move-up", "close-waitlist", "leave"},
        "rejected": {"appeal"},
        "passed": {"leave"},
        "left": set(),
        "empanelled": {"open-review", "assign", "leave"},
    },
)
