"""What systems do to their inbox."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from candidates.inbox.access import MESSAGES, PREFERENCES
from spark.accounts.roles import Role
from spark.accounts.verbs import verb
from spark.campuses.models import Campus
from spark.notifications import preferences
from spark.notifications.models import CampusMessage


@verb(MESSAGES, roles={Role.CLIENT}, label=_("Message read"))
def mark_read(messages: Sequence[CampusMessage], *, at: datetime) -> None:
    """Mark messages as read; those that were read before stay as they are."""
    unread = [message.pk for message in messages if message.read_at is None]
    CampusMessage.objects.filter(pk__in=unread).update(read_at=at)


@verb(
    PREFERENCES,
    roles={Role.CLIENT, Role.OFFICE_CLIENT},
    label=_("Messages to systems chosen"),
    many=False,
)
def choose(campus: Campus, *, off: Collection[str] | None = None) -> None:
    """Switch kinds of messages off for a campus's systems, and all the others on.

    What was told before stays. People choose for themselves, on their account's page,
    and what a group's robot says is chosen with the robot.
    """
    if off is not None:
        preferences.switch_off(campus.pk, off)
