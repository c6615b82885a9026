"""Deliveries out of changes: each change once, in their order, whoever dies when.

A webhook's position and the deliveries up to it are written in one transaction.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, Max, OuterRef

from spark.audit import trail
from spark.changes.models import Change, Kind
from spark.changes.ordering import put_in_order
from spark.webhooks import events
from spark.webhooks.models import Course, Delivery, Webhook
from spark.webhooks.stages import State

AT_ONCE = 1_000  # changes of a webhook
Subject = tuple[str, int]


def here() -> int:
    """The position from which on a new webhook is told what happens."""
    return put_in_order()[0].last


def queue_new() -> int:
    """Deliveries for what happened since the last time; how many were queued."""
    reading, _more = put_in_order()
    behind = Course.objects.filter(
        webhook__state=State.ACTIVE, position__lt=reading.last
    )
    keys = list(behind.values_list("pk", flat=True))
    return sum(_queue(key, reading.last) for key in keys)


@transaction.atomic
def _queue(key: int, last: int) -> int:
    course = (
        Course.objects.select_related("webhook")
        .select_for_update(of=("self",), skip_locked=True)
        .filter(pk=key, position__lt=last)
        .first()
    )
    if course is None:
        return 0
    changes = list(_changes(course, last))
    full = len(changes) == AT_ONCE
    course.position = (changes[-1].position if full else None) or last
    course.save(update_fields=["position"])
    wanted = set(course.webhook.types)
    told = [c for c in changes if not wanted or events.type_of(c) in wanted]
    Delivery.objects.bulk_create(_numbered(course.webhook, told))
    return len(told)


def _changes(course: Course, last: int) -> Iterable[Change]:
    internal = [name for name, title in trail.TITLES.items() if title.internal]
    return (
        Change.objects.filter(
            campus_id=course.webhook.campus_id,
            position__gt=course.position,
            position__lte=last,
        )
        .exclude(verb__in=internal)
        .exclude(resource=events.OWN)
        .order_by("position")[:AT_ONCE]
    )


def _numbered(webhook: Webhook, changes: list[Change]) -> list[Delivery]:
    numbers = _last_numbers(webhook, {(c.resource, c.object_key) for c in changes})
    made = []
    for change in changes:
        subject = (change.resource, change.object_key)
        numbers[subject] += 1
        made.append(
            Delivery(
                webhook=webhook,
                type=events.type_of(change),
                resource=change.resource,
                object_key=change.object_key,
                sequence=numbers[subject],
                gone=change.kind == Kind.DELETE,
                at=change.at,
            )
        )
    return made


def _last_numbers(webhook: Webhook, subjects: set[Subject]) -> Counter[Subject]:
    keys = [key for _resource, key in subjects]
    found = (
        Delivery.objects.filter(webhook=webhook, object_key__in=keys)
        .filter(resource__in={resource for resource, _key in subjects})
        .values("resource", "object_key")
        .annotate(last=Max("sequence"))
    )
    return Counter({(f["resource"], f["object_key"]): f["last"] for f in found})


def queue_test(webhook: Webhook, at: datetime) -> Delivery:
    """An event of no change, about the webhook itself."""
    Course.objects.select_for_update().get(webhook=webhook)  # numbers come one by one
    subject = (events.OWN, webhook.pk)
    number = _last_numbers(webhook, {subject})[subject] + 1
    return Delivery.objects.create(
        webhook=webhook,
        type=events.TEST,
        resource=events.OWN,
        object_key=webhook.pk,
        sequence=number,
        at=at,
    )


def forget(at: datetime) -> int:
    """How many deliveries went that are older than KEPT.

    The last one of each object stays: the next number follows from it.
    """
    later = Delivery.objects.filter(
        webhook=OuterRef("webhook"),
        resource=OuterRef("resource"),
        object_key=OuterRef("object_key"),
        sequence__gt=OuterRef("sequence"),
    )
    old = Delivery.objects.filter(Exists(later), queued_at__lt=at - Delivery.KEPT)
    return old.delete()[1].get(Delivery._meta.label, 0)
