"""From where people leave, who may let them go, and how to get them there."""

from collections.abc import Callable
from functools import partial

from candidates.incubation import actions as incubation
from candidates.incubation.models import Incubation
from candidates.register import actions as register
from candidates.register.models import Candidate
from candidates.screening import actions as screening
from candidates.screening.models import Screening
from contracts.signing import actions as signing
from contracts.signing.models import Contract
from contracts.team import actions as team
from contracts.team.models import Membership
from spark.accounts.scope import SYSTEM
from tests.story import (
    record_of,
)
from tests.world import World
from training.course import actions as course
from training.course.models import Enrolment

ROOMS: dict[str, tuple[type | None, Callable]] = {
    "registered": (None, register.leave),
    "screening": (Screening, screening.leave),
    "incubation": (Incubation, incubation.leave),
    "training": (Enrolment, course.leave),
    "signing": (Contract, signing.leave),
    "management": (Membership, team.leave),
}
COLLEGE, OFFICER, MANAGER = {"lin", "office"}, {"signing"}, {"manager"}
# From where people may leave: who may let them go, and who only sees them.
FROM = {
    "registered": {"registered": (COLLEGE, set())},
    "screening": {
        "waiting": (COLLEGE, {"reviewer"}),
        "in_review": (COLLEGE, {"reviewer"}),
        "more_asked": (COLLEGE, {"reviewer"}),
        "waitlisted": (COLLEGE, {"reviewer"}),
        "passed": (COLLEGE, {"reviewer"}),
    },
    "incubation": {
        "paperwork": (COLLEGE, set()),
        "active": (COLLEGE, set()),
        "suspended": (COLLEGE, set()),
    },
    "training": {
        "enrolled": (COLLEGE, set()),
        "learning": (COLLEGE, set()),
        "competing": (COLLEGE, set()),
        "qualified": (COLLEGE, OFFICER),
    },
    "signing": {
        "draft": (OFFICER, COLLEGE),
        "issued": (OFFICER, COLLEGE),
        "signed_by_candidate": (OFFICER, COLLEGE),
        "in_force": (OFFICER, COLLEGE),
        "void": (OFFICER, COLLEGE),
        "expired": (OFFICER, COLLEGE),
    },
    "management": {
        "probation": (MANAGER, COLLEGE | OFFICER),
        "confirmed": (MANAGER, COLLEGE | OFFICER),
        "on_leave": (MANAGER, COLLEGE | OFFICER),
    },
}
POINTS = [(stage, point) for stage, points in FROM.items() for point in points]


def decided(decision: str) -> Callable:
    def act(**given) -> None:
        screening.decide(**given, decision=decision, reason="名额已满")
        screening.release(**given)

    return act


ASIDE: dict[str, tuple[str, Callable]] = {
    "more_asked": ("in_review", partial(screening.ask_more, reason="视频没有声音")),
    "waitlisted": ("in_review", decided("waitlisted")),
    "suspended": ("active", partial(incubation.suspend, reason="期末考试")),
    "void": ("draft", partial(signing.void, reason="岗位变更")),
    "expired": ("issued", signing.expire),
    "on_leave": ("confirmed", partial(team.go_on_leave, reason="产假")),
}


def stand(world: World, stage: str, point: str) -> tuple[Candidate, int]:
    """Somebody who stands there, and the key that the stage's room knows them by."""
    until, aside = ASIDE.get(point, (point, None))
    candidate = world.candidate(until)
    model, _ = ROOMS[stage]
    pk = record_of(model, candidate).pk if model else candidate.pk
    if aside:
        aside(actor=SYSTEM, ids=[pk])
    return candidate, pk
