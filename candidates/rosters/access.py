"""Whose rosters are whose."""

from django.db import DEFAULT_DB_ALIAS
from django.db.models import QuerySet

from candidates.register.models import Batch
from candidates.rosters.models import PERSONAL, RosterImport, UnclearRow
from spark.accounts.models import Role, User
from spark.accounts.scope import EVERYTHING, Door, grants_of, has_role
from spark.campuses.models import Campus
from spark.compiled import compiled

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
UNCLEAR: Door[UnclearRow] = Door(
    UnclearRow,
    sees={Role.OFFICE: lambda grants: EVERYTHING},
    name="unclear",
    related=("batch", "campus", "person", "sent_by"),
    deferred=("person__id_number",),
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
    return Campus.objects.filter(pk__in=_brought_in_by(user))


def brings_in(user: User, campus: Campus) -> bool:
    """May the user bring in students of this very college?"""
    everywhere = has_role(user, Role.OFFICE, Role.OFFICE_CLIENT)
    return everywhere or campus.pk in _brought_in_by(user)


def only_campus(user: User) -> Campus | None:
    """The one college of whose students the user may bring in some, if it is one.

    Of its fields nothing is read until somebody asks for one.
    """
    own = _brought_in_by(user)
    if len(own) > 1 or has_role(user, Role.OFFICE, Role.OFFICE_CLIENT):
        return None
    return next((Campus.from_db(DEFAULT_DB_ALIAS, ["id"], [pk]) for pk in own), None)


def batches_of(user: User | None) -> QuerySet[Batch]:
    """The batches these colleges take part in."""
    own: QuerySet[Campus] | set[int] = campuses_of(user)
    if user is not None and not has_role(user, Role.OFFICE, Role.OFFICE_CLIENT):
        own = _brought_in_by(user)  # keys, instead of a query for them
    return Batch.objects.filter(campuses__in=own).distinct()


def batch_of(user: User, slug: str) -> Batch | None:
    """The one of these batches that has this name, of which no more is read."""
    if has_role(user, Role.OFFICE, Role.OFFICE_CLIENT):
        return next(iter(_named(batches_of(user), slug)), None)
    own = tuple(sorted(_brought_in_by(user)))
    return next(iter(_own_named(slug, own)), None)


def _named(rows: QuerySet[Batch], slug: str) -> QuerySet[Batch]:
    return rows.filter(slug=slug).only("slug").order_by()


@compiled
def _own_named(slug: str, campuses: tuple[int, ...]) -> QuerySet[Batch]:
    return _named(Batch.objects.filter(campuses__in=campuses).distinct(), slug)


def _brought_in_by(user: User) -> set[int]:
    """Keys of colleges, of one who brings in students of some only."""
    grants = grants_of(user)
    return grants.at(Role.COORDINATOR) | grants.at(Role.CLIENT)
