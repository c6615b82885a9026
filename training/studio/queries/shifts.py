"""What the page of mentors' shifts shows of a base."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from spark.accounts.models import Role, User
from spark.accounts.scope import grants_of, has_role
from spark.campuses.models import Base
from training.studio.access import SHIFTS
from training.studio.models import LiveRoom, Shift, Slot
from training.studio.queries import bases


def bases_of(user: User) -> QuerySet[Base]:
    """Bases whose shifts the user sees, annotated with `has_rooms`."""
    rows = bases().annotate(
        has_rooms=Exists(LiveRoom.objects.filter(base=OuterRef("pk")))
    )
    if has_role(user, Role.OFFICE):
        return rows
    return rows.filter(pk__in=grants_of(user).at(Role.MENTOR, "base"))


def shifts_in(user: User, base: Base, first: datetime, after: datetime) -> list[Shift]:
    """Shifts that overlap this time, as the user sees them."""
    rows = SHIFTS.visible_to(user).filter(base=base, during__overlap=(first, after))
    return list(rows)


def slot_times(base: Base, first: datetime, after: datetime) -> list:
    """The times of the slots in the base's rooms that begin in this time."""
    rows = Slot.objects.filter(
        room__base=base, starts_at__gte=first, starts_at__lt=after
    )
    return list(rows.values_list("during", flat=True))
