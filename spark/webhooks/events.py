"""What webhooks tell: types of events, and their thin payload."""

import json
from collections.abc import Mapping
from functools import cache

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from spark import clock
from spark.audit import trail
from spark.changes.models import Change, Kind
from spark.resources import RESOURCES, Resource
from spark.webhooks.models import Delivery

TEST = "webhook.test"
OWN = "webhooks"  # whose changes are none of a campus's people
DONE: dict[str, tuple[str, str | Promise]] = {
    Kind.INSERT: ("created", _("Created")),
    Kind.UPDATE: ("updated", _("Changed otherwise")),
    Kind.DELETE: ("deleted", _("Deleted")),
}


def told() -> list[Resource]:
    return [r for r in RESOURCES.values() if r.is_announced and r.name != OWN]


def types() -> Mapping[str, Mapping[str, str | Promise]]:
    """Every type of event with its label, by resource."""
    return {resource.name: dict(_types_of(resource)) for resource in told()}


def every_type() -> set[str]:
    return {type for of_one in types().values() for type in of_one}


def _types_of(resource: Resource) -> list[tuple[str, str | Promise]]:
    if resource.told:
        told = resource.told().items()
        return [(f"{resource.singular}.{name}", label) for name, label in told]
    return [(f"{resource.singular}.{name}", label) for name, label in DONE.values()] + [
        (f"{resource.singular}.{verb.name}", verb.label)
        for verb in resource.door.verbs.values()
        if not trail.TITLES[verb.history].internal
    ]


@cache
def _verbs(resource: str) -> Mapping[str, str]:
    """The names in addresses of a resource's verbs, by those in history."""
    return {v.history: v.name for v in RESOURCES[resource].door.verbs.values()}


def type_of(change: Change) -> str:
    """`screening.receive-more`; `candidate.updated` for what is no verb of its own."""
    if RESOURCES[change.resource].told:
        return change.verb
    done = _verbs(change.resource).get(change.verb) or DONE[change.kind][0]
    return f"{RESOURCES[change.resource].singular}.{done}"


def body(delivery: Delivery) -> bytes:
    """The same bytes at every try: what happened to which object, no person's data."""
    payload = {
        "type": delivery.type,
        "timestamp": clock.local(delivery.at).isoformat(timespec="milliseconds"),
        "data": {
            "resource": delivery.resource,
            "id": delivery.object_key,
            "url": _url(delivery),
            "sequence": delivery.sequence,
        },
    }
    return json.dumps(payload, separators=(",", ":")).encode()


def _url(delivery: Delivery) -> str | None:
    if delivery.gone:
        return None
    name = f"api-{RESOURCES[delivery.resource].singular}"
    return settings.SITE_URL + reverse(name, args=[delivery.object_key])
