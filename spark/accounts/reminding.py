"""The morning's message: what somebody has to do today, and what is late."""

from datetime import datetime, time, timedelta

from django.db.models import Count, Q
from django.utils import translation

from spark import clock
from spark.accounts.models import User
from spark.accounts.queries import duties_of, first_duties_of
from spark.accounts.roles import Role
from spark.campuses.calendar import Days
from spark.duties.groups import COUNTED, grouped
from spark.notifications import outbox
from spark.notifications.models import Message

KIND = "duties-due"
MORNING = time(7, 30)
STALE = time(12)  # by then everybody has looked
NAMED = 5  # kinds of duties
FOR = (Role.COORDINATOR, Role.MENTOR)


def is_morning(now: datetime) -> bool:
    """Of a working day, and not so late that it would be stale."""
    day, local = clock.day(now), clock.local(now).time()
    in_time = MORNING <= local < STALE
    return in_time and not Days.between(day, day).is_rest_day(day)


def remind(now: datetime) -> int:
    """Tell each who has something due by tonight; once a day, however often it runs.

    Returns:
        How many were told.
    """
    if not is_morning(now):
        return 0
    dedup = f"{KIND}:{clock.day(now)}"
    told = Message.objects.filter(kind=KIND, dedup_key=dedup).values("to")
    held = User.objects.filter(is_active=True, role_grants__role__in=FOR)
    people = held.exclude(pk__in=told).distinct().order_by("pk")
    return sum(_remind(person, dedup, now) for person in people)


def _remind(person: User, dedup: str, now: datetime) -> bool:
    tonight = clock.midnight(clock.day(now) + timedelta(days=1))
    counts = duties_of(person).aggregate(
        due=Count("pk", filter=Q(due_at__gte=now, due_at__lt=tonight)),
        late=Count("pk", filter=Q(due_at__lt=now)),
    )
    if not any(counts.values()):
        return False
    with translation.override(person.language):
        groups = grouped(first_duties_of(person, COUNTED + 1))
    urgent = [g.shown.what for g in groups if g.first[0].due_at < tonight]
    outbox.put(
        "duties-due",
        to=[person],
        subject=KIND,
        dedup=dedup,
        facts=counts | {"lines": urgent[:NAMED]},
        url="/",
        at=now,
    )
    return True
