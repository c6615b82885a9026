"""Who sees enrolments."""

from candidates.register.access import door_of_records
from spark.accounts.models import Role, User
from spark.accounts.scope import has_role
from training.course.models import Enrolment

ENROLMENTS = door_of_records(Enrolment, "course")


def sees_unreleased(user: User) -> bool:
    """Only the office sees a decision before its release."""
    return has_role(user, Role.OFFICE)
