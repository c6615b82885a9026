"""The board of 2,000 with 4,000 locked reviews, a reviewer's queue, the release."""

from collections.abc import Callable, Iterator
from random import Random

from django.db import transaction

from bench.pages import client_of, measured
from bench.rosters import timed
from bench.seed import batch_of_its_own, grow, join
from candidates.register.models import Batch
from candidates.screening import actions
from candidates.screening.handover import register_to_screening
from candidates.screening.models import Mark, Review, Scorecard, Screening
from candidates.screening.queries import decided_in
from spark import clock
from spark.accounts.models import Role, RoleGrant, User
from spark.accounts.scope import SYSTEM

WANTED, REVIEWERS = 2_000, 40
WAITING = 50  # in a reviewer's queue
QUEUE = "/screening/queue/"
SLUG, REASON = "bench-screening", "讲品有演示"
BOARD = f"/screening/decisions/?batch={SLUG}"
BARE = f"{BOARD}&state=rolled"  # nobody is shown: what every page costs
SHARES = {"passed": 600, "waitlisted": 400, "rejected": 1_000}


def seed() -> None:
    """Two reviews of each, locked; kept for the next time."""
    grow(0)
    if not Batch.objects.filter(slug=SLUG).exists():
        with transaction.atomic():
            _review(_called())


def _called() -> list[Screening]:
    batch = batch_of_its_own(SLUG, "两千人期次", "Batch of two thousand")
    ids = join(batch, WANTED, 1_100_000)
    register_to_screening(actor=SYSTEM, ids=ids)
    rows = Screening.objects.filter(candidate__batch=batch).order_by("pk")
    actions.open_review(actor=SYSTEM, ids=[row.pk for row in rows])
    return list(rows)


def _review(rows: list[Screening]) -> None:
    """As the verbs leave it, written at once: one by one they'd take minutes."""
    draw, now = Random(7), clock.now()  # noqa: S311 -- nothing secret
    reviewers = [_reviewer(number) for number in range(REVIEWERS)]
    card = Scorecard.objects.earliest("pk")
    criteria = list(card.criteria.all())
    reviews = Review.objects.bulk_create(
        Review(candidate_id=row.candidate_id, screening=row, reviewer=one, card=card)
        for row in rows
        for one in draw.sample(reviewers, 2)
    )
    Mark.objects.bulk_create(
        Mark(review=review, criterion=one, value=draw.randint(2, 5))
        for review in reviews
        for one in criteria
    )
    for review in reviews:
        review.open()
    Review.objects.bulk_update(reviews, ["state"], batch_size=500)
    Mark.objects.filter(review__in=reviews).update(locked_at=now)
    for review in reviews:
        review.lock()
        review.locked_at = now
    Review.objects.bulk_update(reviews, ["state", "locked_at"], batch_size=500)


def _reviewer(number: int) -> User:
    user = User.objects.create_user(f"bench{number}@demo.spark", None, name="评审")
    RoleGrant.objects.create(user=user, role=Role.REVIEWER)
    return user


def pages() -> Iterator[tuple[str, Callable[[], int], int]]:
    yield measured("board of 2,000, nobody found", client_of("office"), BARE)
    yield measured("board of 2,000", client_of("office"), BOARD)
    with transaction.atomic():
        _give(User.objects.get(email="bench0@demo.spark"))
        yield measured("a queue's next of 50", client_of("bench0"), QUEUE)
        transaction.set_rollback(True)


def _give(reviewer: User) -> None:
    """Reviews beside the locked ones they have."""
    card = Scorecard.objects.earliest("pk")
    rows = Screening.objects.filter(candidate__batch__slug=SLUG)
    Review.objects.bulk_create(
        Review(
            candidate_id=row.candidate_id, screening=row, reviewer=reviewer, card=card
        )
        for row in rows.exclude(reviews__reviewer=reviewer).order_by("pk")[:WAITING]
    )


def releasing() -> Iterator[tuple[str, float, float]]:
    """(what, seconds, peak MB); rolled back afterwards."""
    office = User.objects.get(email="office@demo.spark")
    batch = Batch.objects.get(slug=SLUG)
    rows = Screening.objects.filter(candidate__batch=batch).order_by("pk")
    ids = list(rows.values_list("pk", flat=True))
    with transaction.atomic():
        for decision, count in SHARES.items():
            some, ids = ids[:count], ids[count:]
            told = {"decision": decision, "reason": REASON, "ground": "score"}
            actions.decide(actor=office, ids=some, **told)
        seen = actions.fingerprint(decided_in(batch))
        work = lambda: actions.release_batch(actor=office, batch=batch, seen=seen)  # noqa: E731
        yield timed("release 2,000", work)
        transaction.set_rollback(True)
