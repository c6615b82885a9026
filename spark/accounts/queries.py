"""What is waiting for somebody."""

from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from spark.accounts.models import Role, User
from spark.accounts.scope import grants_of
from spark.duties.models import Duty


def _held(user: User) -> list[Q]:
    """What makes a duty theirs, in parts that each have an index."""
    parts, grants = [Q(person=user)], grants_of(user)
    for role in sorted(grants.roles):
        if role == Role.COORDINATOR:
            parts += [Q(role=role, campus=key) for key in sorted(grants.at(role))]
        elif role == Role.REVIEWER:
            parts.append(Q(role=role) & ~Q(campus__in=grants.barred))
        else:
            parts.append(Q(role=role))
    return parts


def duties_of(user: User) -> QuerySet[Duty]:
    """Open duties of the person or their roles.

    A college's only at their campus, a reviewer's never at one they are barred from.
    """
    mine = reduce(or_, _held(user))
    return Duty.objects.filter(mine, closed_at=None).order_by("due_at", "pk")


def first_duties_of(user: User, number: int) -> QuerySet:
    """The keys of those of `duties_of` due first, found without a look at the others.

    Of each of the user's roles up to `number`.
    """
    firsts = [
        Duty.objects.filter(part, closed_at=None)
        .order_by("due_at", "pk")
        .values("pk")[:number]
        for part in _held(user)
    ]
    return firsts[0].union(*firsts[1:])


def people_with(*roles: str, campus: int | None = None) -> QuerySet[User]:
    """Active holders of any of the roles, at `campus` if given."""
    held = Q(role_grants__role__in=roles)
    if campus is not None:
        held &= Q(role_grants__campus=campus)
    return User.objects.filter(held, is_active=True).distinct()
