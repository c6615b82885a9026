"""Who sees webhooks: their campus's coordinators and systems, and the office."""

from collections.abc import Callable

from django.db.models import Q, QuerySet

from spark.accounts.roles import Role
from spark.accounts.scope import EVERYTHING, Actor, Door, Grants, grants_of, has_role
from spark.campuses.models import Campus
from spark.webhooks.models import Delivery, Webhook

OF_CAMPUS = (Role.COORDINATOR, Role.CLIENT)
KEEPERS = frozenset(OF_CAMPUS)  # who set them up
WATCHERS = KEEPERS | {Role.OFFICE}  # who look after them


def _sees(path: str) -> dict[str, Callable[[Grants], Q]]:
    return {
        Role.COORDINATOR: lambda grants: grants.over(Role.COORDINATOR, path),
        Role.CLIENT: lambda grants: grants.over(Role.CLIENT, path),
        Role.OFFICE: lambda grants: EVERYTHING,
    }


WEBHOOKS: Door[Webhook] = Door(
    Webhook, sees=_sees(""), name="webhook", related=("campus", "course")
)
DELIVERIES: Door[Delivery] = Door(
    Delivery, sees=_sees("webhook__"), name="delivery", related=("webhook",)
)


def campuses_of(actor: Actor) -> QuerySet[Campus]:
    """Whose webhooks the actor may set up."""
    rows = Campus.objects.order_by("pk")
    if has_role(actor, Role.OFFICE_CLIENT):
        return rows
    held = (grants_of(actor).at(role) for role in OF_CAMPUS)  # type: ignore[arg-type]
    return rows.filter(pk__in=set().union(*held))
