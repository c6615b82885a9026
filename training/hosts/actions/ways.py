"""How colleges' people get to the bases."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from spark.accounts.scope import Actor
from spark.audit import trail
from spark.campuses.models import Base, Campus
from training.hosts.access import TRAVELS
from training.hosts.models import Travel


@trail.action("trials.set-way", _("Way to a base entered"), internal=True)
def set_way(
    *,
    actor: Actor,
    campus: Campus,
    base: Base,
    minutes: int,
    weekdays: Iterable[int],
    at: datetime | None = None,
) -> Travel:
    """Enter or correct how a college's people get to a base, and on which days."""
    TRAVELS.check(actor, "set")
    given = {"minutes": minutes, "weekdays": sorted(set(weekdays))}
    way, _new = Travel.objects.update_or_create(
        campus=campus, base=base, defaults=given
    )
    return way
