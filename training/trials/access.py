"""Who sees and does what in trials."""

from collections.abc import Callable, Mapping

from django.db.models import Q

from candidates.register.access import NUMBER
from candidates.register.models import Candidate
from spark.accounts.models import Role
from spark.accounts.scope import EVERYTHING, Door, Grants
from training.trials.models import (
    Campaign,
    LiveRoom,
    Plan,
    Round,
    Shift,
    Slot,
    SolveRun,
    Travel,
    Trial,
)

OFFICE = {Role.OFFICE}
RUNNERS = {Role.MENTOR, Role.OFFICE}
COLLEGE = {Role.COORDINATOR, Role.OFFICE}


def _everything(grants: Grants) -> Q:
    return EVERYTHING


ONLY_OFFICE: Mapping[str, Callable[[Grants], Q]] = {Role.OFFICE: _everything}


def _own(role: Role, path: str = "") -> Callable[[Grants], Q]:
    """A college's own, those of a mentor's base, those of a manager's team."""
    return lambda grants: grants.over(role, path)


TRIALS: Door[Trial] = Door(
    Trial,
    sees={
        Role.OFFICE: _everything,
        Role.COORDINATOR: _own(Role.COORDINATOR, "candidate__"),
        Role.MENTOR: _own(Role.MENTOR, "slot__room__"),
        Role.TEAM: _own(Role.TEAM, "slot__room__"),
    },
    name="trials",
    related=(
        "candidate__person",
        "candidate__campus",
        "candidate__direction",
        "round__campaign",
        "slot__room__base",
        "slot__mentor",
        "seat",
        "result",
    ),
    deferred=(f"candidate__{NUMBER}",),
)
CAMPAIGNS: Door[Campaign] = Door(
    Campaign, sees=ONLY_OFFICE, does={"open": OFFICE}, related=("batch",)
)
ROUNDS: Door[Round] = Door(
    Round,
    sees=ONLY_OFFICE,
    does={
        "open": OFFICE,
        "change": OFFICE,
        "close": OFFICE,
        "reopen": OFFICE,
        "draft": OFFICE,
    },
    related=("campaign__batch",),
)
PLANS: Door[Plan] = Door(
    Plan,
    sees=ONLY_OFFICE,
    does={
        "place": OFFICE,
        "remove": OFFICE,
        "pin": OFFICE,
        "lock": OFFICE,
        "publish": OFFICE,
        "discard": OFFICE,
    },
    related=("round__campaign__batch", "based_on"),
)
RUNS: Door[SolveRun] = Door(
    SolveRun,
    sees=ONLY_OFFICE,
    does={"stop": OFFICE},
    related=("round__campaign", "base", "plan", "asked_by"),
)
SLOTS: Door[Slot] = Door(Slot, sees=ONLY_OFFICE, related=("room__base", "mentor"))
HOSTS: Door[Candidate] = Door(
    Candidate,
    sees={
        Role.OFFICE: _everything,
        Role.COORDINATOR: _own(Role.COORDINATOR),
    },
    does={
        "set-week": COLLEGE,
        "enter-filing": COLLEGE,
        "enter-compliance": OFFICE,
        "enter-licence": OFFICE,
    },
    related=("person", "campus", "batch"),
    deferred=(NUMBER,),
)
SHIFTS: Door[Shift] = Door(
    Shift,
    sees={
        Role.OFFICE: _everything,
        Role.MENTOR: _own(Role.MENTOR),
    },
    does={"add": OFFICE, "remove": OFFICE},
    related=("mentor", "base"),
)
TRAVELS: Door[Travel] = Door(
    Travel, sees=ONLY_OFFICE, does={"set": OFFICE}, related=("campus", "base")
)
ROOMS: Door[LiveRoom] = Door(
    LiveRoom,
    sees={
        Role.OFFICE: _everything,
        Role.MENTOR: _own(Role.MENTOR),
        Role.TEAM: _own(Role.TEAM),
    },
    does={"look": {Role.OFFICE, Role.MENTOR, Role.TEAM}, "change": OFFICE},
    related=("base", "team", "category"),
)
