"""Reviewers, what they are given, and marks for a whole card."""

from candidates.register.models import Candidate
from candidates.screening import actions
from candidates.screening.actions import Written
from candidates.screening.models import Anchor, Review, Scorecard, Screening
from spark.accounts.models import Role, User
from tests.story import record_of
from tests.world import World


def blind(world: World) -> None:
    """From now on reviewers see nobody but by their queue."""
    world.batch.blind = True
    world.batch.save()


def panel(world: World, count: int = 2) -> list[User]:
    """Reviewers beside the world's own, of no college."""
    return [
        world.user(f"judge{number}", f"评审{number}", Role.REVIEWER)
        for number in range(1, count)
    ] + [world.reviewer]


def given(world: World, **more) -> tuple[Screening, list[Review]]:
    """Somebody waiting, and the two reviews that the office gave out."""
    record = record_of(Screening, world.candidate("waiting", **more))
    actions.assign(actor=world.office, ids=[record.pk])
    record.refresh_from_db()
    return record, list(record.reviews.order_by("pk"))


def a_review(reviewer: User, candidate: Candidate) -> Review:
    """Nobody has begun it."""
    screening = Screening.objects.get(candidate=candidate)
    card = Scorecard.objects.get(use="screening")
    about = {"candidate": candidate, "screening": screening}
    return Review.objects.create(reviewer=reviewer, card=card, **about)


def an_anchor(world: World, value: int = 4, why: str = "看镜头，但不互动") -> Anchor:
    """A clip that the office has marked alike in everything."""
    card = Scorecard.objects.earliest("pk")
    reference = {one.pk: Written(value, why) for one in card.criteria.all()}
    about = {"card": card, "name": "样片一", "url": "https://example.org/anchor"}
    return actions.publish_anchor(actor=world.office, marks=reference, **about)


def marks(review: Review, value: int = 4, **by_code: int) -> dict[int, Written]:
    """One value for the whole card but for some criteria."""
    return {
        one.pk: Written(by_code.get(one.code, value))
        for one in review.card.criteria.all()
    }


def lock(review: Review, value: int = 4, **by_code: int) -> None:
    actions.lock(
        actor=review.reviewer,
        pk=review.pk,
        marks=marks(review, value, **by_code),
        note="",
        seconds=240,
    )
    review.refresh_from_db()
