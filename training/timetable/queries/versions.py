"""Whether what a plan was judged by is still as it was."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import (
    BigIntegerField,
    Count,
    DecimalField,
    Func,
    Q,
    QuerySet,
    Sum,
    Value,
)

from candidates.incubation.models import Incubation
from candidates.register.models import Candidate, Person
from spark import clock
from spark.campuses.models import Holiday, ProvincialLimit
from training.hosts.models import Permit, Travel, WeeklyTime
from training.studio.models import Blocking, LiveRoom, Programme, Slot
from training.timetable.models import Plan
from training.trials.models import Round, Trial

Version = frozenset[tuple]
WEEK = timedelta(days=7)
NAMED = (
    *("candidate", "candidate__person", "candidate__campus"),
    *("slot", "slot__room", "seat"),
)


def version_of(plan: Plan) -> Version:
    """Equal to an earlier one if no row that the plan is judged by was changed since.

    Hashes made by the database: far cheaper than reading the rows.
    """
    first, *others = (_hashed(rows) for rows in _judged_by(plan))
    return frozenset(first.union(*others, all=True))


def _judged_by(plan: Plan) -> Iterator[QuerySet]:
    round_, entries = plan.round, plan.entries.all()
    days = round_.starts_on - WEEK, round_.ends_on + WEEK
    begins, ends = (clock.midnight(day) for day in days)
    # Keys instead of subqueries: a table just filled is joined badly by the database.
    rows = list(entries.values_list(*NAMED))
    people, persons, campuses, slots, rooms, seats = (
        {row[place] for row in rows} for place in range(len(NAMED))
    )
    trials = Q(round=round_) | Q(person__in=persons) | Q(seat__in=seats)
    yield entries
    yield Round.objects.filter(pk=round_.pk)
    yield Trial.objects.filter(trials, starts_at__gte=begins, starts_at__lt=ends)
    yield Candidate.objects.filter(pk__in=people)
    yield Person.objects.filter(pk__in=persons)
    for model in (Incubation, Permit, WeeklyTime):
        yield model.objects.filter(candidate__in=people)
    yield Travel.objects.filter(campus__in=campuses)
    yield Slot.objects.filter(pk__in=slots)
    yield LiveRoom.objects.filter(pk__in=rooms)
    yield Blocking.objects.filter(room__in=rooms)
    yield Programme.objects.filter(room__in=rooms)
    years = round_.starts_on.year - 1, round_.ends_on.year + 1
    yield Holiday.objects.filter(day__year__range=years)
    yield ProvincialLimit.objects.all()


def _hashed(rows: QuerySet) -> QuerySet:
    """One row: what they are, how many, and the sum of their hashes."""
    table = rows.model._meta.db_table
    hashed = Func(
        template=f'hashtextextended("{table}"::text, 0)',
        output_field=BigIntegerField(),
    )
    exact = DecimalField(max_digits=40, decimal_places=0)
    return (
        rows.order_by()
        .values(table=Value(table))
        .annotate(number=Count("pk"), hashes=Sum(hashed, output_field=exact))
        .values_list("table", "number", "hashes")
    )
