"""Whose duties and messages systems read."""

from django.db.models import Q

from spark.accounts.roles import Role
from spark.accounts.scope import Door
from spark.duties.models import Duty
from spark.notifications.models import CampusMessage

DUTIES: Door[Duty] = Door(
    Duty,
    sees={
        Role.CLIENT: lambda grants: Q(role=Role.COORDINATOR) & grants.over(Role.CLIENT),
    },
    related=("campus",),
)
MESSAGES: Door[CampusMessage] = Door(
    CampusMessage,
    sees={Role.CLIENT: lambda grants: grants.over(Role.CLIENT)},
    name="message",
    related=("campus",),
)
