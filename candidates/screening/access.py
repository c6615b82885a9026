"""Who sees and does what in screening."""

from candidates.register.access import NUMBER, PATHS, sees
from candidates.screening.models import Screening
from spark.accounts.models import Role, User
from spark.accounts.scope import Door, has_role

SCREENINGS: Door[Screening] = Door(
    Screening,
    sees=sees("candidate__"),
    does={
        "enter": {Role.OFFICE},
        "open-review": {Role.REVIEWER, Role.OFFICE},
        "ask-more": {Role.REVIEWER, Role.OFFICE},
        "receive-more": {Role.COORDINATOR, Role.OFFICE},
        "decide": {Role.OFFICE},
        "release": {Role.OFFICE},
        "take-from-waitlist": {Role.OFFICE},
        "close-waitlist": {Role.OFFICE},
        "leave": {Role.COORDINATOR, Role.OFFICE},
        "appeal": {Role.OFFICE},
        "reassign": {Role.OFFICE},
    },
    related=tuple(f"candidate__{path}" for path in PATHS),
    deferred=(f"candidate__{NUMBER}",),
    beneath="candidate",
)


def sees_unreleased(user: User) -> bool:
    """Only the office sees a decision before its release."""
    return has_role(user, Role.OFFICE)
