"""The team: every verb, what it leads to, and whose it is."""

from functools import partial

from contracts.team import actions
from contracts.team.models import Membership
from spark.campuses.models import MatrixTeam
from tests.story import Case, StageCases, leaving

MANAGER, SEES = {"manager"}, {"lin", "office", "signing"}


def confirm(*, actor, ids) -> None:
    actions.confirm(actor=actor, ids=ids, team=MatrixTeam.objects.get())


def because(action):
    return partial(action, reason="回乡")


STATES = {
    "probation": {"confirmed", "ended"},
    "confirmed": {"on_leave", "ended"},
    "on_leave": {"confirmed", "ended"},
    "ended": set(),
}
CASES = {
    "confirm": Case(
        "probation",
        confirm,
        ("management", "confirmed"),
        set(),
        {("membership-confirmed", "lin")},
        may=MANAGER,
        sees=SEES,
    ),
    "go-on-leave": Case(
        "confirmed",
        because(actions.go_on_leave),
        ("management", "on_leave"),
        set(),
        set(),
        may=MANAGER,
        sees=SEES,
    ),
    "return-from-leave": Case(
        "on_leave",
        actions.return_from_leave,
        ("management", "confirmed"),
        set(),
        set(),
        may=MANAGER,
        sees=SEES,
    ),
    "leave": Case(
        "probation",
        leaving(actions.leave, "resigned"),
        ("left management", "resigned"),
        {("contract-end", "signing"), ("incubation-close", "coordinator")},
        set(),
        may=MANAGER,
        sees=SEES,
    ),
}
ASIDE = {
    "on_leave": ("confirmed", because(actions.go_on_leave)),
    "ended": ("confirmed", leaving(actions.leave, "resigned")),
}
MANAGEMENT = StageCases(
    Membership,
    actions.leave,
    STATES,
    CASES,
    ASIDE,
    possible={
        "probation": {"confirm", "leave"},
        "confirmed": {"go-on-leave", "leave"},
        "on_leave": {"return-from-leave", "leave"},
        "ended": set(),
    },
    over="ended",
)
