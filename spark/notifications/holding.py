"""Holding a batch's messages, and letting them go; in the caller's transaction."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.db.models.functions import Greatest

from spark.jobs import enqueue_on_commit
from spark.notifications import quiet
from spark.notifications.models import (
    CampusMessage,
    Channel,
    GuestMessage,
    Message,
    State,
)


def hold(batch: int) -> None:
    """Hold what isn't sent yet. What is just being sent arrives, if it can be."""
    Message.objects.filter(batch=batch, state=State.WAITING).update(held=True)


def held() -> QuerySet[Message]:
    """What waits for the office."""
    return Message.objects.filter(held=True, state=State.WAITING)


def let_go(messages: QuerySet[Message], now: datetime) -> None:
    """Send them in the order they were put, though not by night."""
    due = Greatest("due_at", quiet.over(now))
    messages.exclude(channel=Channel.IN_APP).update(held=False, due_at=due)
    messages.filter(channel=Channel.IN_APP).update(
        held=False, state=State.SENT, sent_at=now
    )
    enqueue_on_commit("notifications.deliver")


def drop(messages: Iterable[Message]) -> None:
    """Never send them, nor show them."""
    keys = [message.pk for message in messages]
    Message.objects.filter(pk__in=keys).update(state=State.DROPPED)


def let_all_go(batch: int, now: datetime) -> None:
    """To people, to guests on their own pages, and to colleges' systems."""
    let_go(held().filter(batch=batch), now)
    GuestMessage.objects.filter(batch=batch, held=True).update(held=False)
    CampusMessage.objects.filter(batch=batch, held=True).update(held=False, sent_at=now)
