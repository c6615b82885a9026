"""Who sees and does what after a round."""

from django.db.models import Q

from candidates.register.access import NUMBER, PATHS, own_candidates
from spark.accounts.models import Role
from spark.accounts.roles import GuestRole
from spark.accounts.scope import Door, Grants
from training.course.models import Enrolment
from training.racing.models import RoundDecision
from training.studio.access import ONLY_OFFICE, everything

# Who races, as the office decides on them.
RACERS: Door[Enrolment] = Door(
    Enrolment,
    sees=ONLY_OFFICE,
    name="racing",
    related=tuple(f"candidate__{path}" for path in PATHS),
    deferred=(f"candidate__{NUMBER}",),
    beneath="candidate",
)


def _released(grants: Grants) -> Q:
    own = grants.over(Role.COORDINATOR, "candidate__")
    return own & Q(released_at__isnull=False)


def _own_released(grants: Grants) -> Q:
    return own_candidates(grants) & Q(released_at__isnull=False)


# What was decided: before its release nobody but the office sees any of it.
DECISIONS: Door[RoundDecision] = Door(
    RoundDecision,
    sees={
        Role.OFFICE: everything,
        Role.COORDINATOR: _released,
        GuestRole.CANDIDATE: _own_released,
    },
    name="racing",
    related=("round__campaign", "standing", "decided_by"),
)
