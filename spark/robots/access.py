"""Who keeps robots: people of the place for their own group, the office all."""

from collections.abc import Iterator

from django.db.models import Model

from spark.accounts.roles import PLACE_OF, Role
from spark.accounts.scope import EVERYTHING, Actor, Door, grants_of, has_role
from spark.campuses.models import PLACES
from spark.robots.models import GroupMessage, Robot

AT_PLACE = (Role.COORDINATOR, Role.MENTOR, Role.TEAM)
KEEPERS = frozenset({*AT_PLACE, Role.OFFICE})

ROBOTS: Door[Robot] = Door(
    Robot,
    sees={
        Role.COORDINATOR: lambda grants: grants.over(Role.COORDINATOR),
        Role.MENTOR: lambda grants: grants.over(Role.MENTOR),
        Role.TEAM: lambda grants: grants.over(Role.TEAM),
        Role.OFFICE: lambda grants: EVERYTHING,
    },
    name="robot",
    related=("campus", "base", "team"),
)
GROUP_MESSAGES: Door[GroupMessage] = Door(
    GroupMessage,
    sees={
        Role.COORDINATOR: lambda grants: grants.over(Role.COORDINATOR, "robot__"),
        Role.MENTOR: lambda grants: grants.over(Role.MENTOR, "robot__"),
        Role.TEAM: lambda grants: grants.over(Role.TEAM, "robot__"),
        Role.OFFICE: lambda grants: EVERYTHING,
    },
    name="group-message",
    related=("robot",),
)


def places_of(actor: Actor) -> Iterator[tuple[str, Model]]:
    """The kind and the place of each group that the actor may add a robot to."""
    everywhere = has_role(actor, Role.OFFICE)
    for role in AT_PLACE:
        kind = PLACE_OF[role]
        rows = PLACES[kind]._default_manager.order_by("pk")
        if not everywhere:
            rows = rows.filter(pk__in=grants_of(actor).at(role, kind))  # type: ignore[arg-type]
        for row in rows:
            yield kind, row
