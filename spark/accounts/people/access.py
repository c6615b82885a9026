"""Who sees people: the programme office, and nobody else."""

from django.db.models import Q

from spark.accounts.models import Role, User
from spark.accounts.roles import SYSTEM_ROLES
from spark.accounts.scope import Door

PEOPLE: Door[User] = Door(
    User,
    sees={Role.OFFICE: lambda grants: ~Q(role_grants__role__in=SYSTEM_ROLES)},
    name="people",
)
