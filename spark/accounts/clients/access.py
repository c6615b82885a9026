"""Who sees which systems: the office all, a coordinator those of their campus."""

from spark.accounts.models import Application, Role
from spark.accounts.scope import EVERYTHING, Door

CLIENTS: Door[Application] = Door(
    Application,
    sees={
        Role.OFFICE: lambda grants: EVERYTHING,
        Role.COORDINATOR: lambda grants: grants.over(Role.COORDINATOR),
    },
    name="client",
    related=("campus",),
    deferred=("client_secret", "former_secret"),
)
