"""Whose duties systems read."""

from django.db.models import Q

from spark.accounts.roles import Role
from spark.accounts.scope import Door
from spark.duties.models import Duty

DUTIES: Door[Duty] = Door(
    Duty,
    sees={
        Role.CLIENT: lambda grants: Q(role=Role.COORDINATOR) & grants.over(Role.CLIENT),
    },
    related=("campus",),
)
