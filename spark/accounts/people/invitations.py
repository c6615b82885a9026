"""Invitations by e-mail: a token in the letter, its hash in the row."""

import secrets
from datetime import datetime, timedelta

from django.urls import reverse

from spark import clock
from spark.accounts.models import Invitation
from spark.accounts.templatetags.spark_ui import day
from spark.crypto import keyed_hash
from spark.errors import Refused
from spark.notifications.models import Message

VALID = timedelta(days=7)


def invitation_link(message: Message) -> str:
    """Made as the letter goes out; a letter sent again makes the earlier link void."""
    token = secrets.token_urlsafe(32)
    Invitation.objects.filter(pk=message.facts["invitation"]).update(
        token_hash=keyed_hash(token)
    )
    return reverse("invitation", args=[token])


def invitation_of(
    token: str, at: datetime | None = None, *, lock: bool = False
) -> Invitation:
    """The open invitation a token is for.

    Raises:
        Refused: invitation-unknown, -used, -withdrawn or -expired.
    """
    rows = Invitation.objects.select_related("user")
    if lock:
        rows = rows.select_for_update()
    found = rows.filter(token_hash=keyed_hash(token)).first()
    if found is None:
        raise Refused("invitation-unknown", status=404)
    if found.accepted_at:
        raise Refused("invitation-used", status=410)
    if found.withdrawn_at:
        raise Refused("invitation-withdrawn", status=410)
    if found.expired(at or clock.now()):
        raise Refused("invitation-expired", status=410, until=day(found.expires_at))
    return found
