"""The morning's message to groups: how much their place has to do, and what is late."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Q

from spark import clock
from spark.accounts.reminding import KIND, is_morning
from spark.accounts.roles import PLACE_OF, Role
from spark.duties.models import Duty
from spark.robots.access import AT_PLACE
from spark.robots.models import Robot
from spark.robots.stages import State
from spark.robots.telling import tell_groups


def remind(now: datetime) -> None:
    """Once a day, however often it runs."""
    if not is_morning(now):
        return
    tonight = clock.midnight(clock.day(now) + timedelta(days=1))
    open_ = Duty.objects.filter(closed_at=None, due_at__lt=tonight).order_by()
    counts = {
        "due": Count("pk", filter=Q(due_at__gte=now)),
        "late": Count("pk", filter=Q(due_at__lt=now)),
    }
    _tell(open_.filter(role=Role.OFFICE).aggregate(**counts), now)
    for role in AT_PLACE:
        kind = PLACE_OF[role]
        robots = Robot.objects.filter(state=State.ACTIVE, **{f"{kind}__isnull": False})
        here = open_.filter(role=role, **{f"{kind}__in": robots.values(kind)})
        for found in here.values(kind).annotate(**counts):
            _tell(found, now, **{kind: found.pop(kind)})


@transaction.atomic
def _tell(facts: dict[str, int], now: datetime, **place: Any) -> None:
    if any(facts.values()):
        dedup = f"{KIND}:{clock.day(now)}"
        tell_groups(
            KIND, subject=KIND, dedup=dedup, facts=facts, url="/", at=now, **place
        )
