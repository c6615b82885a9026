"""What is waiting for somebody."""

from django.db.models import Q, QuerySet

from spark.accounts.models import Role, User
from spark.accounts.scope import grants_of
from spark.duties.models import Duty


def duties_of(user: User) -> QuerySet[Duty]:
    """Open duties of the person or their roles.

    A college's only at their campus, a reviewer's never at one they are barred from.
    """
    mine = Q(person=user)
    grants = grants_of(user)
    for role in sorted(grants.roles):
        held = Q(role=role)
        if role == Role.COORDINATOR:
            held &= Q(campus__in=grants.at(role))
        elif role == Role.REVIEWER:
            held &= ~Q(campus__in=grants.barred)
        mine |= held
    return Duty.objects.filter(mine, closed_at=None).order_by("due_at", "pk")


def people_with(*roles: str, campus: int | None = None) -> QuerySet[User]:
    """Active holders of any of the roles, at `campus` if given."""
    held = Q(role_grants__role__in=roles)
    if campus is not None:
        held &= Q(role_grants__campus=campus)
    return User.objects.filter(held, is_active=True).distinct()
