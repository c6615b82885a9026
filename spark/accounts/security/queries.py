"""The security log as the office narrows it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet

from spark import clock
from spark.accounts.models import User
from spark.accounts.scope import Actor
from spark.accounts.security.access import SECURITY
from spark.accounts.security.models import SecurityEvent, SecurityKind

FAMILIAR = timedelta(days=90)


def events(actor: Actor) -> QuerySet[SecurityEvent]:
    return SECURITY.visible_to(actor)


def familiar(user: User, address: str) -> bool:
    """Has the account been logged in to from this address within 90 days?"""
    return SecurityEvent.objects.filter(
        kind=SecurityKind.LOG_IN,
        user=user,
        address=address,
        at__gte=clock.now() - FAMILIAR,
    ).exists()


def narrowed(
    rows: QuerySet[SecurityEvent], chosen: Mapping[str, Any]
) -> QuerySet[SecurityEvent]:
    """Those of a kind, of the last `days`, of people with `q` in name or e-mail."""
    if kind := chosen.get("kind"):
        rows = rows.filter(kind=kind)
    if days := chosen.get("days"):
        rows = rows.filter(at__gte=clock.now() - timedelta(days=int(days)))
    if text := chosen.get("q"):
        named = User.objects.filter(
            Q(name__icontains=text) | Q(email__icontains=text)
        ).values("pk")
        rows = rows.filter(Q(user__in=named) | Q(whom__in=named))
    return rows
