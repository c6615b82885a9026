"""What somebody was told on this site, and the words it is told in."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.utils import translation

from spark.notifications.batches import PARAGRAPH
from spark.notifications.models import CampusMessage, Channel, GuestMessage, Message
from spark.wording import lines

if TYPE_CHECKING:
    from spark.accounts.models import User


def words(
    message: Message | GuestMessage | CampusMessage, language: str
) -> tuple[str, str]:
    """Title and body: the first line of the kind's template, and the rest.

    What the office added comes last.
    """
    with translation.override(language):
        title, *body = lines(f"messages/{message.kind}.txt", message.facts)
    return title, "\n".join([*body, *added(message.facts, language)])


def added(facts: Mapping, language: str) -> list[str]:
    """The lines of the office's paragraph, if there is one."""
    return facts.get(PARAGRAPH, {}).get(language, "").splitlines()


def inbox(user: "User") -> models.QuerySet[Message]:
    rows = Message.objects.filter(to=user, channel=Channel.IN_APP, held=False)
    return rows.order_by("-created_at")


def unread(user: "User") -> int:
    return inbox(user).filter(read_at=None).count()


def mark_read(
    user: "User", at: datetime, shown: Collection[Message] | None = None
) -> None:
    """All that was in the inbox at the time, or of it what was shown."""
    unread = inbox(user).filter(read_at=None, created_at__lte=at)
    if shown is not None:
        unread = unread.filter(pk__in=[message.pk for message in shown])
    unread.update(read_at=at)
