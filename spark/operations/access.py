"""Who sees how Spark is doing: the office, and of messages those that leave Spark."""

from django.db.models import Q

from spark.accounts.roles import Role
from spark.accounts.scope import Door
from spark.notifications.models import Channel, GuestLetter, Message

KEEPERS = frozenset({Role.OFFICE})
MESSAGES: Door[Message] = Door(
    Message,
    sees={Role.OFFICE: lambda grants: ~Q(channel=Channel.IN_APP)},
    name="message",
    related=("to",),
)
LETTERS: Door[GuestLetter] = Door(
    GuestLetter,
    sees={Role.OFFICE: lambda grants: Q()},
    name="guest_letter",
    related=("message",),
)
