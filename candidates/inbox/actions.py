"""What systems do to their inbox."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from candidates.inbox.access import MESSAGES
from spark.accounts.roles import Role
from spark.accounts.verbs import verb
from spark.notifications.models import CampusMessage


@verb(MESSAGES, roles={Role.CLIENT}, label=_("Message read"))
def mark_read(messages: Sequence[CampusMessage], *, at: datetime) -> None:
    """Mark messages as read; those that were read before stay as they are."""
    unread = [message.pk for message in messages if message.read_at is None]
    CampusMessage.objects.filter(pk__in=unread).update(read_at=at)
