"""What a screening's reviews come to, as the office reads it."""

from dataclasses import dataclass
from decimal import Decimal

from candidates.screening import queries, rules
from candidates.screening.models import Criterion, Mark, Review, Screening
from candidates.screening.stages import ReviewState
from spark.accounts.models import User


@dataclass
class Verdict:
    """A review; of one that isn't locked only that it is there."""

    review: Review
    marks: dict[int, Mark]
    score: Decimal | None
    passes: bool


@dataclass
class Line:
    """A criterion, the mark of each review, and how far apart they are."""

    criterion: Criterion
    marks: list[Mark | None]
    spread: int | None

    @property
    def is_wide(self) -> bool:
        return self.spread is not None and self.spread >= rules.DIFFERS_BY


@dataclass
class Findings:
    """`hidden` while who looks has a review of it to lock themself."""

    verdicts: list[Verdict]
    lines: list[Line]
    hidden: bool

    @property
    def locked(self) -> list[Verdict]:
        return [one for one in self.verdicts if one.marks]

    @property
    def scores(self) -> list[Decimal]:
        return [one.score for one in self.locked if one.score is not None]

    @property
    def score(self) -> Decimal | None:
        return rules.median(self.scores)

    @property
    def spread(self) -> Decimal | None:
        return max(self.scores) - min(self.scores) if len(self.scores) > 1 else None


def findings_of(user: User, screening: Screening) -> Findings:
    reviews = queries.reviews_of(user, screening)
    hidden = any(one.reviewer_id == user.pk and one.is_pending for one in reviews)
    verdicts = [_verdict(review, hidden) for review in reviews]
    return Findings(verdicts, _lines([one for one in verdicts if one.marks]), hidden)


def _verdict(review: Review, hidden: bool) -> Verdict:
    seen = review.state == ReviewState.LOCKED and not hidden
    marks = queries.marks_of(review) if seen else {}
    given = rules.given(marks.values())
    return Verdict(review, marks, rules.score(given), rules.passes(given))


def _lines(locked: list[Verdict]) -> list[Line]:
    """In the order of the card; cards of two versions are read side by side."""
    criteria = {
        mark.criterion_id: mark.criterion
        for one in locked
        for mark in one.marks.values()
    }
    spreads = rules.spreads(rules.given(one.marks.values()) for one in locked)
    several = len(locked) > 1
    return [
        Line(
            criterion,
            [one.marks.get(criterion.pk) for one in locked],
            spreads.get(criterion.pk) if several else None,
        )
        for criterion in sorted(criteria.values(), key=lambda c: (c.order, c.pk))
    ]
