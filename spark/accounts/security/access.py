"""Who reads the security log: the office."""

from spark.accounts.roles import Role
from spark.accounts.scope import EVERYTHING, Door
from spark.accounts.security.models import SecurityEvent

SECURITY: Door[SecurityEvent] = Door(
    SecurityEvent,
    sees={Role.OFFICE: lambda grants: EVERYTHING},
    name="security",
    related=("user", "whom"),
)
