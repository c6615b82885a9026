"""Whose calendars are whose: one's own, for everybody."""

from collections.abc import Callable

from django.db.models import Q

from spark.accounts.roles import STAFF_ROLES, GuestRole
from spark.accounts.scope import Door, Grants, Guest
from spark.calendars.kinds import Reader
from spark.calendars.models import Subscription

READERS = frozenset({*STAFF_ROLES, GuestRole.CANDIDATE})


def _own(grants: Grants) -> Q:
    return Q(user=grants.person)


def _guests(grants: Grants) -> Q:
    keys = grants.at(GuestRole.CANDIDATE, "candidate")
    return Q(role=GuestRole.CANDIDATE, key__in=keys)


_sees: dict[str, Callable[[Grants], Q]] = dict.fromkeys(STAFF_ROLES, _own)
SUBSCRIPTIONS: Door[Subscription] = Door(
    Subscription,
    sees={**_sees, GuestRole.CANDIDATE: _guests},
    name="calendar",
    related=("user",),
)


def reader_of(subscription: Subscription) -> Reader:
    """As whom who follows it reads it."""
    if subscription.user is not None:
        return subscription.user
    return Guest(GuestRole.CANDIDATE, "candidate", subscription.key or 0)
