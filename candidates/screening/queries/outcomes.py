"""How many of each group were decided on, and how many passed."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Substr

from candidates.register.models import Batch
from candidates.screening.models import Screening
from candidates.screening.stages import UNJUDGED, Decision
from spark.campuses.models import Campus

DECIDED = ~Q(decision="")
RELEASED = DECIDED & ~Q(state__in=UNJUDGED)
# Odd for men and even for women, the last but one of an ID number (GB 11643).
SEX_DIGIT = Substr("candidate__person__id_masked", 17, 1)


class Outcome(NamedTuple):
    """People of one sex, college and department."""

    digit: str
    campus: int
    department: str
    of: int
    passed: int


def batches_decided() -> QuerySet[Batch]:
    """Those with a decision, the newest first."""
    decided = Screening.objects.filter(DECIDED).values("candidate__batch")
    return Batch.objects.filter(pk__in=decided).order_by("-opens_on", "-pk")


def outcomes(
    rows: QuerySet[Screening], batch: Batch, *, released: bool
) -> list[Outcome]:
    """Of the screenings of a batch, in one query.

    Who left after the release of a decision counts by it; who left before was not
    decided on.
    """
    decided = rows.filter(RELEASED if released else DECIDED, candidate__batch=batch)
    found = (
        decided.order_by()
        .annotate(digit=SEX_DIGIT)
        .values_list("digit", "candidate__campus", "candidate__department")
        .annotate(of=Count("pk"), passed=Count("pk", Q(decision=Decision.PASSED)))
    )
    return [Outcome(*row) for row in found]


def campuses_named(keys: Iterable[int]) -> dict[int, Campus]:
    """With the cities they are in."""
    return Campus.objects.select_related("region").in_bulk(set(keys))
