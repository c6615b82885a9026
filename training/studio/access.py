"""Who sees and does what with live rooms, their slots and mentors' shifts."""

from collections.abc import Callable, Mapping

from django.db.models import Q

from spark.accounts.models import Role
from spark.accounts.scope import EVERYTHING, Door, Grants
from training.studio.models import LiveRoom, Shift, Slot

OFFICE = {Role.OFFICE}


def everything(grants: Grants) -> Q:
    return EVERYTHING


ONLY_OFFICE: Mapping[str, Callable[[Grants], Q]] = {Role.OFFICE: everything}


def own(role: Role, path: str = "") -> Callable[[Grants], Q]:
    """Rows of a coordinator's college, of a mentor's base, of a manager's team."""
    return lambda grants: grants.over(role, path)


LIVE_ROOMS: Door[LiveRoom] = Door(
    LiveRoom,
    sees={
        Role.OFFICE: everything,
        Role.MENTOR: own(Role.MENTOR),
        Role.TEAM: own(Role.TEAM),
    },
    name="trials",
    related=("base", "team", "category"),
)
SLOTS: Door[Slot] = Door(Slot, sees=ONLY_OFFICE, related=("room__base", "mentor"))


SHIFTS: Door[Shift] = Door(
    Shift,
    sees={
        Role.OFFICE: everything,
        Role.MENTOR: own(Role.MENTOR),
    },
    name="trials",
    related=("mentor", "base"),
)
