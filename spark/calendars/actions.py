"""Verbs: following a calendar by an address of its own, and ending that."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from spark.accounts.models import User
from spark.accounts.roles import GuestRole
from spark.accounts.scope import grants_of
from spark.accounts.verbs import verb
from spark.calendars.access import READERS, SUBSCRIPTIONS
from spark.calendars.kinds import KINDS, Reader
from spark.calendars.models import Subscription
from spark.calendars.queries import hashed
from spark.errors import Refused

MOST = 20  # that somebody follows at a time
OFTEN = timedelta(minutes=1)  # how exactly the last use is noted


@verb(SUBSCRIPTIONS, roles=READERS, label=_("Calendar followed"), detail=False)
def follow(
    *,
    actor: Reader,
    kind: str,
    language: str,
    place: int | None = None,
    reminds: bool = True,
    at: datetime,
) -> str:
    """Draw an address for a calendar; its token is in what this returns, nowhere else.

    Raises:
        Http404: if there is no such calendar, or it isn't open to them.
        Refused: calendars-too-many.
    """
    if kind not in KINDS or place not in KINDS[kind].names(actor, {place}):
        raise Http404
    own = SUBSCRIPTIONS.visible_to(actor)
    if own.filter(revoked_at=None).count() >= MOST:
        raise Refused("calendars-too-many", limit=MOST)
    token = secrets.token_urlsafe(24)
    Subscription.objects.create(
        **_whose(actor),
        kind=kind,
        place=place,
        language=language,
        reminds=reminds,
        token_hash=hashed(token),
        created_at=at,
    )
    return token


def _whose(reader: Reader) -> dict:
    if isinstance(reader, User):
        return {"user": reader}
    (key,) = grants_of(reader).at(reader.role, "candidate")
    return {"role": reader.role, "key": key}


@verb(SUBSCRIPTIONS, roles=READERS, label=_("Calendar ended"), many=False)
def end(subscription: Subscription, *, at: datetime) -> None:
    """From now on there is nothing at its address."""
    if subscription.revoked_at is None:
        subscription.revoked_at = at
        subscription.save(update_fields=["revoked_at"])


def end_of(role: GuestRole, keys: Iterable[int], *, at: datetime) -> None:
    """End all that guests follow: whoever has their card now isn't let in any more."""
    rows = Subscription.objects.filter(role=role, key__in=list(keys), revoked_at=None)
    rows.update(revoked_at=at)


def note_use(subscription: Subscription, digest: str, *, at: datetime) -> datetime:
    """Note that it was asked for, and what was found; returns since when it is so."""
    now = Subscription.objects.filter(pk=subscription.pk)
    seldom = Q(last_used_at=None) | Q(last_used_at__lt=at - OFTEN)
    if subscription.digest == digest and subscription.changed_at:
        now.filter(seldom).update(last_used_at=at)
        return subscription.changed_at
    now.update(last_used_at=at, digest=digest, changed_at=at)
    return at
