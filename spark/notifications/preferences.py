"""Which kinds of messages somebody gets, and by which channels."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from spark.notifications.models import Preference
from spark.notifications.outbox import MESSAGE_KINDS, MessageKind

if TYPE_CHECKING:
    from spark.accounts.models import User


def switches(
    user: "User", roles: Collection[str]
) -> list[tuple[MessageKind, set[str]]]:
    """The kinds somebody of these roles gets, each with the channels it comes by."""
    off = set(Preference.objects.filter(person=user).values_list("kind", "channel"))
    return [
        (
            kind,
            {c for c in kind.channels if kind.essential or (kind.name, c) not in off},
        )
        for kind in MESSAGE_KINDS.values()
        if kind.label and (not kind.audience or set(kind.audience) & set(roles))
    ]


def prefer(
    user: "User", roles: Collection[str], wanted: Collection[tuple[str, str]]
) -> None:
    """Of what `switches` offers, switch off all but the wanted and the essential."""
    offered = [kind for kind, _ in switches(user, roles) if not kind.essential]
    Preference.objects.filter(person=user, kind__in=[k.name for k in offered]).delete()
    Preference.objects.bulk_create(
        Preference(person=user, kind=kind.name, channel=channel)
        for kind in offered
        for channel in kind.channels
        if (kind.name, channel) not in wanted
    )
