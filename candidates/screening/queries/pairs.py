"""What two reviewers each made of the same candidates, for how far they agree."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from candidates.register.models import Batch
from candidates.screening.models import Criterion, Mark, Review
from candidates.screening.stages import ReviewState
from spark.accounts.models import User

LOCKED = Q(state=ReviewState.LOCKED, third=False)


class Marked(NamedTuple):
    """A mark, 0 for not assessed, and what its criterion says of it."""

    criterion: int
    value: int
    weight: int
    knock_out: bool


@dataclass
class Judged:
    """What a reviewer made of a candidate."""

    reviewer: int
    marked: list[Marked] = field(default_factory=list)


def batches_reviewed() -> list[Batch]:
    """Those with reviews that are locked, the newest first."""
    rows = Batch.objects.filter(
        candidate__in=Review.objects.filter(LOCKED).values("candidate")
    )
    return list(rows.distinct().order_by("-opens_on", "-pk"))


def pairs_in(batch: Batch) -> list[list[Judged]]:
    """Of each candidate that two have locked: what these two made of them.

    Not what a third did, who is asked where two differ, and would make them look worse.
    """
    return _pairs(Review.objects.filter(LOCKED, candidate__batch=batch))


def pairs_of(user: User) -> list[list[Judged]]:
    """The same of each candidate of whom this reviewer is one of the two."""
    own = Review.objects.filter(LOCKED, reviewer=user).values("screening")
    return _pairs(Review.objects.filter(LOCKED, screening__in=own))


def _pairs(reviews: QuerySet[Review]) -> list[list[Judged]]:
    rows = Mark.objects.filter(review__in=reviews, value__isnull=False)
    read = rows.order_by("review", "pk").values_list(
        "review__screening",
        "review",
        "review__reviewer",
        "criterion",
        "value",
        "criterion__weight",
        "criterion__knock_out",
    )
    found: dict[int, dict[int, Judged]] = defaultdict(dict)
    for screening, review, reviewer, criterion, value, weight, knock_out in read:
        judged = found[screening].setdefault(review, Judged(reviewer))
        judged.marked.append(Marked(criterion, value or 0, weight, knock_out))
    return [list(both.values()) for both in found.values() if len(both) == 2]


def marks_used(user: User) -> dict[int, int]:
    """How often a reviewer gave each mark in what they locked."""
    rows = Mark.objects.filter(
        review__reviewer=user, review__state=ReviewState.LOCKED, value__gt=0
    )
    counts = dict(rows.values_list("value").annotate(Count("pk")))
    return {value: counts.get(value, 0) for value in range(1, 6)}


def criteria_of(keys: set[int]) -> list[Criterion]:
    """In the order of their cards."""
    return list(Criterion.objects.filter(pk__in=keys).order_by("order", "pk"))
