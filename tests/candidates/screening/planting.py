"""Marks that nobody but their reviewer, and the office once locked, may come upon."""

import re

from django.http import HttpResponse

from candidates.register.models import Candidate
from candidates.screening import actions
from candidates.screening.actions import Written
from candidates.screening.models import Review, Scorecard, Screening
from spark.accounts.models import Role, User
from tests.candidates.screening.reviewing import a_review
from tests.world import World

# Odd enough to be nowhere else: evidence and note of a draft, of a locked review, and
# the score that the locked one comes to.
DRAFT, LOCKED, SCORE = "暗号甲7731", "暗号乙9917", "3.71"
ALONE = re.compile(rf"(?<![\d.]){re.escape(SCORE)}(?!\d)")  # not within a clock's time
STAGES = {"waiting", "in_review"}


def plant(world: World, candidate: Candidate) -> None:
    """The world's reviewer has begun a review, and a colleague has locked theirs."""
    if candidate.state == "waiting":
        screening = Screening.objects.get(candidate=candidate)
        actions.open_review(actor=world.office, ids=[screening.pk])
    there = Review.objects.filter(candidate=candidate, reviewer=world.reviewer)
    draft = there.first() or a_review(world.reviewer, candidate)
    locked = a_review(_colleague(world), candidate)
    for review, verb, secret in (
        (draft, actions.mark, DRAFT),
        (locked, actions.lock, LOCKED),
    ):
        marks = secret_marks(review.card, secret)
        verb(
            actor=review.reviewer, pk=review.pk, marks=marks, note=secret, seconds=9917
        )


def secret_marks(card: Scorecard, secret: str) -> dict[int, Written]:
    """Marks of the first card, or of a trial's, that come to SCORE."""
    values = (5, 5, 3, 4, 3, 3, 3, 4, 3, 4)
    return {
        one.pk: Written(value, secret)
        for one, value in zip(card.criteria.all(), values, strict=True)
    }


def _colleague(world: World) -> User:
    return world.people.get("judge") or world.user("judge", "邻座", Role.REVIEWER)


def told(answer: HttpResponse, visitor: str) -> list[str]:
    """What this visitor must not read, and does."""
    body = answer.getvalue() if answer.streaming else answer.content
    text = body.decode(errors="replace") + str(answer.headers)
    hidden = [] if visitor == "reviewer" else [DRAFT]
    hidden += [] if visitor == "office" else [LOCKED]
    found = [secret for secret in hidden if secret in text]
    return found if visitor == "office" else found + ALONE.findall(text)
