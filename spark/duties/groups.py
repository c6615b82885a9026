"""Duties of one kind taken together: what a home page lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.db.models import Count, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from spark import clock
from spark.duties import board
from spark.duties.kinds import DUTY_KINDS, DutyKind
from spark.duties.models import Duty

NAMED = 3  # people in a line's words
COUNTED = 10_000
SOON = timedelta(days=7)


@dataclass(frozen=True)
class Group:
    """The duties of a kind: how many, how many late, the first few, these in words.

    Args:
        unheld_roles: roles at places that nobody holds, and so nobody has these to do.
    """

    kind: DutyKind
    count: int
    late: int
    first: Sequence[Duty]
    shown: board.DutyText
    unheld_roles: Sequence[str] = ()

    @property
    def url(self) -> str:
        return self.kind.url if self.count > 1 else self.shown.url

    @property
    def counted(self) -> str:
        return f"{min(self.count, COUNTED):,}{'+' if self.count > COUNTED else ''}"


def grouped(first: QuerySet) -> list[Group]:
    """Groups by kind: those due within a week by gravity, then the rest by day.

    Args:
        first: the keys of those due first, no more than COUNTED and one.
    """
    now = clock.now()
    rows = (
        Duty.objects.filter(pk__in=first)
        .annotate(
            place=Window(RowNumber(), partition_by="code", order_by=("due_at", "pk")),
            count=Window(Count("pk"), partition_by="code"),
            late=Window(Count("pk", filter=Q(due_at__lt=now)), partition_by="code"),
        )
        .filter(place__lte=NAMED)
        .select_related("campus", "base", "team")
        .order_by("code", "place")
    )
    found = list(rows)
    names = board.candidate_names(found)
    groups = []
    for code, some in groupby(found, lambda duty: duty.code):
        duties = list(some)
        count, late = duties[0].count, duties[0].late
        shown = board.summarized(duties, count, names)
        groups.append(Group(DUTY_KINDS[code], count, late, duties, shown))
    return sorted(groups, key=lambda group: _order(group, now))


def _order(group: Group, now: datetime) -> tuple:
    soon = group.shown.due < now + SOON
    return (-(group.kind.gravity if soon else 0), group.shown.due)
