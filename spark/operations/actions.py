"""Verbs of the office about messages that were given up."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from spark.accounts.models import User
from spark.accounts.scope import Actor
from spark.accounts.verbs import verb
from spark.errors import Refused
from spark.jobs import enqueue_on_commit
from spark.notifications.models import Message, State
from spark.operations.access import KEEPERS, MESSAGES
from spark.operations.models import Resending
from spark.operations.queries import count_outdated


@verb(MESSAGES, roles=KEEPERS, label=_("Sent again"), internal=True)
def send_again(messages: Sequence[Message], *, actor: Actor, at: datetime) -> int:
    """Try what was given up from the beginning; how many messages it is.

    Raises:
        Refused: state-moved, if one isn't given up any more; message-outdated, if its
            reader got something newer about the same.
    """
    if any(message.state != State.FAILED for message in messages):
        raise Refused("state-moved")
    keys = [message.pk for message in messages]
    if outdated := count_outdated(actor, keys):
        raise Refused("message-outdated", count=outdated)
    Message.objects.filter(pk__in=keys).update(
        state=State.WAITING,
        attempts=0,
        due_at=at,
        leased_until=None,
        failing_since=None,
        given_up_at=None,
    )
    Resending.objects.bulk_create(
        Resending(
            message_key=message.pk,
            kind=message.kind,
            channel=message.channel,
            by=actor if isinstance(actor, User) else None,
            at=at,
        )
        for message in messages
    )
    enqueue_on_commit("notifications.deliver")
    return len(keys)
