"""What begins and ends with a screening, whichever verb begins or ends it."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import QuerySet

from candidates.register.actions import move
from candidates.screening.models import Review, Screening
from candidates.screening.queries import pending_reviews
from spark.accounts.models import Role, User
from spark.duties import board
from spark.duties.models import Duty


def begin(records: Sequence[Screening], *, at: datetime, **fields: User | None) -> None:
    """Put locked screenings into review, with `fields`; the office has to decide."""
    move(records, Screening.open_review, at=at, **fields)
    board.close(records, at=at)
    open_decision(records, at)


def open_decision(records: Sequence[Screening], at: datetime) -> None:
    board.open_for(
        records, "screening-decide", Role.OFFICE, at=at, due=at + timedelta(days=5)
    )


def end_reviews(records: Iterable[Screening], *, at: datetime) -> None:
    """Close what isn't locked of screenings that are decided, or left.

    What a reviewer writes this very moment is passed over: they hold the review and
    wait for its candidate, whom the caller has locked.
    """
    rows = _pending(records)
    reviews = list(rows.select_for_update(of=("self",), skip_locked=True))
    move(reviews, Review.end, at=at)
    board.close(reviews, at=at)


def _pending(records: Iterable[Screening]) -> QuerySet[Review]:
    return pending_reviews().filter(screening__in=[record.pk for record in records])


def rest_reviews(records: Iterable[Screening], *, at: datetime) -> None:
    """Nobody can go on before what was asked for is there."""
    board.close(_pending(records), at=at)


def resume_reviews(records: Iterable[Screening], *, at: datetime) -> None:
    """What was asked for is there: reviewers go on."""
    ask_reviewers(_pending(records), at)


def ask_reviewers(reviews: Iterable[Review], at: datetime) -> None:
    """Open each reviewer's duty; it names nobody, as the candidate may be hidden."""
    board.open_many(
        Duty(
            code="screening-mark",
            subject=board.subject_of(review),
            about=review.code,
            role=Role.REVIEWER,
            person_id=review.reviewer_id,
            due_at=at + timedelta(days=7),
            url="/screening/queue/",
            opened_at=at,
        )
        for review in reviews
    )
