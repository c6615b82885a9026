"""Which calendars somebody follows, and what stands in one."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from spark.calendars.access import SUBSCRIPTIONS, reader_of
from spark.calendars.kinds import KINDS, Reader, events
from spark.calendars.models import Subscription
from spark.calendars.writing import Written

BACK, AHEAD = timedelta(days=30), timedelta(days=180)


class Followed(NamedTuple):
    """A subscription, and the name of its calendar.

    Args:
        is_open: to its reader, still.
    """

    subscription: Subscription
    name: str
    is_open: bool


def followed(reader: Reader) -> list[Followed]:
    """The reader's that aren't ended, the newest first."""
    rows = SUBSCRIPTIONS.visible_to(reader).filter(revoked_at=None).order_by("-pk")
    found = list(rows)
    names: dict[str, dict] = {
        name: kind.names(reader, {one.place for one in found if one.kind == name})
        for name, kind in KINDS.items()
        if any(one.kind == name for one in found)
    }
    return [_followed(one, names.get(one.kind, {})) for one in found]


def _followed(one: Subscription, names: dict) -> Followed:
    label = str(KINDS[one.kind].label) if one.kind in KINDS else one.kind
    name = names.get(one.place, label)
    dot = pgettext("between facts", " · ")
    whole = label if name == label else dot.join([label, name])
    return Followed(one, whole, one.place in names)


def known(token: str) -> Subscription | None:
    """The subscription of the token, if it isn't ended."""
    rows = Subscription.objects.select_related("user").filter(revoked_at=None)
    return rows.filter(token_hash=hashed(token)).first()


def hashed(token: str) -> str:
    """Nothing is gained by a key: nobody can try all tokens of 24 random bytes."""
    return sha256(token.encode()).hexdigest()


def written(subscription: Subscription, at: datetime) -> Written | None:
    """The calendar as its reader may see it now; None if it isn't open to them."""
    reader, kind = reader_of(subscription), KINDS.get(subscription.kind)
    place = subscription.place
    with translation.override(subscription.language):
        names = kind.names(reader, {place}) if kind else {}
        if place not in names:
            return None
        said = events(subscription.kind, reader, place, at - BACK, at + AHEAD)
        return Written(
            pgettext("between facts", " · ").join([_("Spark Plan"), names[place]]),
            tuple(said),
            language=subscription.language,
            reminds=subscription.reminds,
            site=settings.SITE_URL,
        )
