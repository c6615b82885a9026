"""Whose rosters are whose."""

from django.db.models import QuerySet

from candidates.register.models import Batch
from candidates.rosters.models import PERSONAL, RosterImport
from spark.accounts.models import Role, User
from spark.accounts.scope import EVERYTHING, Door, grants_of, has_role
from spark.campuses.models import Campus

IMPORTS: Door[RosterImport] = Door(
    RosterImport,
    sees={
        Role.OFFICE: lambda grants: EVERYTHING,
        Role.COORDINATOR: lambda grants: grants.over(Role.COORDINATOR),
        Role.CLIENT: lambda grants: grants.over(Role.CLIENT),
    },
    name="register",
    related=("batch", "campus", "sent_by"),
    deferred=tuple(PERSONAL),
)


def is_own(user: User, campus: Campus) -> bool:
    """Does the user coordinate this very college?"""
    return campus.pk in grants_of(user).at(Role.COORDINATOR)


def campuses_of(user: User | None) -> QuerySet[Campus]:
    """The colleges whose students the user may bring in, by roster or system."""
    if user is None:
        return Campus.objects.none()
    if has_role(user, Role.OFFICE, Role.OFFICE_CLIENT):
        return Campus.objects.all()
    grants = grants_of(user)
    own = grants.at(Role.COORDINATOR) | grants.at(Role.CLIENT)
    return Campus.objects.filter(pk__in=own)


def batches_of(user: User | None) -> QuerySet[Batch]:
    """The batches these colleges take part in."""
    return Batch.objects.filter(campuses__in=campuses_of(user)).distinct()
