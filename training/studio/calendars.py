"""Each live room has a calendar."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from spark.accounts.roles import Role
from spark.calendars.kinds import Kind, Reader, add_kind
from training.studio.access import LIVE_ROOMS
from training.studio.models import LiveRoom

WATCHERS = frozenset({Role.OFFICE, Role.MENTOR, Role.TEAM})


def rooms(reader: Reader) -> QuerySet[LiveRoom]:
    return LIVE_ROOMS.visible_to(reader)


add_kind(Kind("room", _("A live room's trials"), 30, WATCHERS, rooms))
