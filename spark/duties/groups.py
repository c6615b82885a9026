"""Duties of one kind taken together: what a home page lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from spark.duties import board
from spark.duties.kinds import KINDS, Kind
from spark.duties.models import Duty

NAMED = 3  # people in a line's words
COUNTED = 10_000
SOON = timedelta(days=7)


@dataclass(frozen=True)
class Group:
    """The duties of a kind: how many, how many late, and the first one in words."""

    kind: Kind
    count: int
    late: int
    shown: board.Shown

    @property
    def url(self) -> str:
        return self.kind.url if self.count > 1 else self.shown.url

    @property
    def counted(self) -> str:
        return f"{min(self.count, COUNTED):,}{'+' if self.count > COUNTED else ''}"


def grouped(duties: QuerySet[Duty]) -> list[Group]:
    """What is due within a week by what follows otherwise; then the rest by day.

    Two queries, of the COUNTED duties that are due first.
    """
    now = timezone.now()
    first = duties.order_by("due_at", "pk").values("pk")[: COUNTED + 1]
    rows = list(
        Duty.objects.filter(pk__in=first)
        .order_by()
        .values("code")
        .annotate(
            count=Count("pk"),
            late=Count("pk", filter=Q(due_at__lt=now)),
            due=Min("due_at"),
        )
    )
    examples = _examples(duties, [row["code"] for row in rows])
    groups = [
        Group(
            KINDS[row["code"]],
            row["count"],
            row["late"],
            board.together(examples[row["code"]], row["count"]),
        )
        for row in rows
        if examples.get(row["code"])
    ]
    return sorted(groups, key=lambda group: _order(group, now))


def _order(group: Group, now: datetime) -> tuple:
    soon = group.shown.due < now + SOON
    return (-(group.kind.gravity if soon else 0), group.shown.due)


def _examples(duties: QuerySet[Duty], codes: Sequence[str]) -> dict[str, list[Duty]]:
    """The first few of each kind, by one query."""
    if not codes:
        return {}
    firsts = [
        duties.filter(code=code).order_by("due_at", "pk")[:NAMED] for code in codes
    ]
    found: dict[str, list[Duty]] = {}
    for duty in firsts[0].union(*firsts[1:], all=True):
        found.setdefault(duty.code, []).append(duty)
    for some in found.values():
        some.sort(key=lambda duty: (duty.due_at, duty.pk))
    return found
