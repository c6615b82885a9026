"""Reviews: a reviewer's queue, and what the office sees of a screening's."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Avg, BooleanField, Count, ExpressionWrapper, F, Q, QuerySet
from django.http import Http404

from candidates.register.access import PATHS
from candidates.screening.access import REVIEWS
from candidates.screening.models import Criterion, Mark, Review, Screening
from candidates.screening.queries.calibration import uncalibrated, under_review
from candidates.screening.stages import ReviewState
from spark.accounts.models import User

NAMED = "campus", "direction"
IN_TURN = F("skipped_at").asc(nulls_first=True), "pk"
# What the queue shows of one.
TO_MARK = (
    *("card", "screening__wanted", "third", "note", "seconds"),
    *("candidate__batch__blind", "candidate__person__name"),
    *(f"candidate__{path}__name_{one}" for path in NAMED for one in ("zh", "en")),
)


def waiting_for(user: User) -> QuerySet[Review]:
    """Their reviews that aren't locked; those skipped come last.

    Not of a batch that wants them to calibrate first, before they have.
    """
    return under_review(user).filter(~uncalibrated(user)).order_by(*IN_TURN)


def queue_of(user: User) -> tuple[dict[int, int], bool]:
    """As `waiting_for`, of each its candidate; and whether others want calibrating."""
    due = ExpressionWrapper(uncalibrated(user), BooleanField())
    rows = under_review(user).annotate(due=due).order_by(*IN_TURN)
    found = list(rows.values_list("pk", "candidate", "due"))
    waiting = {pk: candidate for pk, candidate, due in found if not due}
    return waiting, len(waiting) < len(found)


def to_mark(user: User, pk: int) -> Review:
    """One that the user may see, of which nothing is read but what the queue shows.

    Raises:
        Http404: it isn't there, or isn't theirs.
    """
    rows = REVIEWS.visible_to(user).filter(pk=pk)
    joined = "screening", *(f"candidate__{path}" for path in PATHS)
    rows = rows.select_related(None).select_related(*joined).only(*TO_MARK)
    if review := rows.first():
        return review
    raise Http404


def criteria_to_mark(review: Review) -> list[Criterion]:
    return list(Criterion.objects.filter(card=review.card_id))


@dataclass
class Progress:
    """How far a reviewer is; `minutes` is what their pace so far leaves."""

    done: int
    left: int
    minutes: int | None

    @property
    def all(self) -> int:
        return self.done + self.left


def progress_of(user: User, left: int, locked: int = 0) -> Progress:
    """
    Args:
        locked: counted with those that are, though not locked yet.
    """
    own = Review.objects.filter(reviewer=user, state=ReviewState.LOCKED)
    found = own.aggregate(
        done=Count("pk"), pace=Avg("seconds", filter=Q(seconds__gt=0))
    )
    minutes = round(found["pace"] * left / 60) if found["pace"] else None
    return Progress(found["done"] + locked, left, minutes)


def marks_of(review: Review) -> dict[int, Mark]:
    """By criterion."""
    return {mark.criterion_id: mark for mark in review.marks.all()}


def locked_of(screenings: Collection[int]) -> dict[int, list[Review]]:
    """By screening, with their marks and the criteria of these."""
    rows = Review.objects.filter(screening__in=screenings, state=ReviewState.LOCKED)
    found: dict[int, list[Review]] = {}
    rows = rows.select_related("reviewer", *("card__programme", "card__direction"))
    for review in rows.prefetch_related("marks__criterion").order_by("pk"):
        found.setdefault(review.screening_id, []).append(review)
    return found


def reviews_of(user: User, screening: Screening) -> list[Review]:
    """A screening's that the user may see, with their marks."""
    rows = REVIEWS.visible_to(user).filter(screening=screening)
    return list(rows.prefetch_related("marks__criterion").order_by("pk"))
