"""Whose duties, messages and preferences systems read."""

from django.db.models import Q

from candidates.inbox.models import CampusMessage
from spark.accounts.roles import Role
from spark.accounts.scope import EVERYTHING, Door
from spark.campuses.models import Campus
from spark.duties.models import Duty

DUTIES: Door[Duty] = Door(
    Duty,
    sees={
        Role.CLIENT: lambda grants: Q(role=Role.COORDINATOR) & grants.over(Role.CLIENT),
    },
    related=("campus",),
)
PREFERENCES: Door[Campus] = Door(
    Campus,
    sees={
        Role.CLIENT: lambda grants: Q(pk__in=grants.at(Role.CLIENT)),
        Role.OFFICE_CLIENT: lambda grants: EVERYTHING,
    },
    name="preference",
)
MESSAGES: Door[CampusMessage] = Door(
    CampusMessage,
    sees={Role.CLIENT: lambda grants: grants.over(Role.CLIENT) & Q(held=False)},
    name="message",
    related=("campus",),
)
