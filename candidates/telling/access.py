"""Messages that wait for the office, which alone sees and decides."""

from django.db.models import Q

from spark.accounts.roles import Role
from spark.accounts.scope import Door
from spark.notifications.models import Message, State

KEEPERS = frozenset({Role.OFFICE})
HELD: Door[Message] = Door(
    Message,
    sees={Role.OFFICE: lambda grants: Q(held=True, state=State.WAITING)},
    name="held-message",
    related=("to",),
)
