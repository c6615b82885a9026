"""Who sees screenings."""

from candidates.register.access import door_of_records
from candidates.screening.models import Screening
from spark.accounts.models import Role, User
from spark.accounts.scope import has_role

SCREENINGS = door_of_records(Screening, "screening")


def sees_unreleased(user: User) -> bool:
    """Only the office sees a decision before its release."""
    return has_role(user, Role.OFFICE)
