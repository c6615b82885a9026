"""What pages and actions ask about live rooms and mentors' shifts."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from django.db.models import Model, QuerySet

from candidates.register.models import DirectionCategory
from spark.accounts.models import Role, User
from spark.accounts.queries import people_with
from spark.campuses.models import Base, MatrixTeam
from training.studio.models import LiveRoom, Slot

M = TypeVar("M", bound=Model)


def rows_for(model: type[M], field: str, keys: Iterable[int]) -> QuerySet[M]:
    """Rows whose `field` is among the keys.

    Not limited to what somebody sees: for callers that read the rooms or candidates
    they ask about through `visible_to`.
    """
    return model._default_manager.filter(**{f"{field}__in": set(keys)})


def bases() -> QuerySet[Base]:
    """Bases of all regions, the same for everybody."""
    return Base.objects.order_by("code")


def teams() -> QuerySet[MatrixTeam]:
    return MatrixTeam.objects.order_by("pk")


def categories() -> QuerySet[DirectionCategory]:
    return DirectionCategory.objects.order_by("pk")


def mentors() -> QuerySet[User]:
    """Active mentors of all bases, with their roles prefetched."""
    rows = User.objects.filter(is_active=True, role_grants__role=Role.MENTOR)
    return rows.distinct().prefetch_related("role_grants").order_by("name", "pk")


def mentors_at(base: Base) -> QuerySet[User]:
    """Active mentors of the base."""
    return people_with(Role.MENTOR, base.pk).order_by("name", "pk")


def unused_slots(
    rooms: Iterable[LiveRoom], at: datetime, *, drafted: bool = False
) -> QuerySet[Slot]:
    """Slots to come without any trial, ever, and not in a plan either.

    Args:
        drafted: whether slots that are in plans count as unused too.
    """
    rows = Slot.objects.filter(room__in=rooms, starts_at__gt=at).filter(trials=None)
    return rows if drafted else rows.filter(entries=None)
