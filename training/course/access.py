"""Who sees and does what in training."""

from candidates.register.access import NUMBER, PATHS, sees
from spark.accounts.models import Role, User
from spark.accounts.scope import Door, has_role
from training.course.models import Enrolment

ENROLMENTS: Door[Enrolment] = Door(
    Enrolment,
    sees=sees("candidate__"),
    does={
        "enter": {Role.OFFICE},
        "start-learning": {Role.OFFICE},
        "start-competing": {Role.OFFICE},
        "decide": {Role.OFFICE},
        "release": {Role.OFFICE},
        "leave": {Role.COORDINATOR, Role.OFFICE},
        "appeal": {Role.OFFICE},
    },
    related=tuple(f"candidate__{path}" for path in PATHS),
    deferred=(f"candidate__{NUMBER}",),
    beneath="candidate",
)


def sees_unreleased(user: User) -> bool:
    """Only the office sees a decision before its release."""
    return has_role(user, Role.OFFICE)
