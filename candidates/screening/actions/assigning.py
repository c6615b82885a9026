"""Giving reviews to reviewers, and taking them from one to another."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from candidates.register.actions import move
from candidates.register.models import Direction
from candidates.screening import rules
from candidates.screening.access import REVIEWS, SCREENINGS
from candidates.screening.actions.bounds import ask_reviewers, begin
from candidates.screening.assigning import Job, shared
from candidates.screening.models import Absence, Competence, Review, Screening
from candidates.screening.queries import (
    Known,
    cards_of,
    counting,
    had_by,
    locked_of,
    pending_reviews,
    reviewers,
)
from candidates.screening.stages import PENDING, State
from spark import clock
from spark.accounts.models import Role, User
from spark.accounts.scope import SYSTEM, Actor
from spark.accounts.verbs import verb
from spark.duties import board
from spark.errors import Refused

EACH = 2  # independent reviewers


@verb(
    SCREENINGS,
    roles={Role.OFFICE},
    label=_("Given to reviewers"),
    internal=True,
    states={State.WAITING, State.IN_REVIEW},
)
def assign(records: Sequence[Screening], *, at: datetime) -> None:
    """Give each two independent reviewers, or a third where two differ.

    Who has some already keeps them.

    Raises:
        Refused: reviewers-missing, if there are not enough for one of them, and then
            none is given; scorecard-missing.
    """
    if any(not assign.possible(record) for record in records):
        raise Refused("state-moved")
    begin([r for r in records if r.state == State.WAITING], at=at)
    board.close(records, "screening-assign", at=at)
    has = counting([record.pk for record in records])
    needs = {r.pk: max(EACH - has.get(r.pk, 0), 0) for r in records}
    short = give([r for r in records if needs[r.pk]], needs, at=at)
    short += give_third([r for r in records if has.get(r.pk) == EACH], at=at)
    if short:
        raise Refused("reviewers-missing", status=409, count=len(short))


def give_third(records: Sequence[Screening], *, at: datetime) -> list[Screening]:
    """A third reviewer where two differ; those for whom there is none."""
    locked = locked_of([record.pk for record in records])
    differing = [r for r in records if _differ(locked.get(r.pk, []))]
    needs = {record.pk: 1 for record in differing}
    return give(differing, needs, at=at, third=True)


def _differ(reviews: Sequence[Review]) -> bool:
    if len(reviews) != EACH:
        return False
    first, second = (rules.given(review.marks.all()) for review in reviews)
    return rules.differ(first, second)


def give(
    records: Sequence[Screening],
    needs: dict[int, int],
    *,
    at: datetime,
    third: bool = False,
) -> list[Screening]:
    """Make reviews of locked screenings, shared evenly; those left short of some."""
    if not records:
        return []
    known = [one for one in reviewers(clock.day(at)) if not one.is_away(clock.day(at))]
    cards = cards_of(record.candidate for record in records)
    if len(cards) < len({record.candidate_id for record in records}):
        raise Refused("scorecard-missing", status=409)
    had = had_by([record.pk for record in records])
    jobs = [_job(r, needs[r.pk], known, had[r.pk]) for r in records]
    chosen = shared(jobs, {one.user.pk: one.pending for one in known})
    made = Review.objects.bulk_create(
        Review(
            candidate=record.candidate,
            screening=record,
            reviewer_id=reviewer,
            card=cards[record.candidate_id],
            third=third,
            state_since=at,
        )
        for record in records
        for reviewer in chosen[record.pk]
    )
    ask_reviewers(made, at)
    return [r for r in records if len(chosen[r.pk]) < needs[r.pk]]


def _job(record: Screening, need: int, known: Iterable[Known], had: set[int]) -> Job:
    able = frozenset(
        one.user.pk
        for one in known
        if one.user.pk not in had and one.may_have(record.candidate)
    )
    return Job(record.pk, need, able)


def replace(reviews: Sequence[Review], *, at: datetime) -> None:
    """Somebody else for each review given up; the office is asked where nobody may."""
    for third in (False, True):
        given_up = [review for review in reviews if review.third == third]
        records = {review.screening_id: screening_of(review) for review in given_up}
        needs = dict.fromkeys(records, 0)
        for review in given_up:
            needs[review.screening_id] += 1
        ask_office(give(list(records.values()), needs, at=at, third=third), at=at)


def screening_of(review: Review) -> Screening:
    """With the candidate that was locked along with the review."""
    review.screening.candidate = review.candidate
    return review.screening


def ask_office(records: Sequence[Screening], *, at: datetime) -> None:
    """Nobody may have these: somebody has to be found."""
    board.open_for(
        records, "screening-assign", Role.OFFICE, at=at, due=at + timedelta(days=2)
    )


@verb(
    REVIEWS,
    roles={Role.REVIEWER},
    label=_("Recused from a review"),
    internal=True,
)
def recuse(
    records: Sequence[Review], *, actor: Actor, reason: str, at: datetime
) -> None:
    """Give up reviews of people one knows; somebody else is given them."""
    _check_own(records, actor)
    give_away(records, Review.recuse, reason, at=at)
    replace(records, at=at)


def _check_own(records: Iterable[Review], actor: Actor) -> None:
    if actor is not SYSTEM and any(r.reviewer_id != actor.pk for r in records):
        raise Refused("not-your-role", status=403)


def give_away(records: Sequence[Review], transition, reason: str, *, at) -> None:
    """Take locked rows of reviews from their reviewers."""
    move(records, transition, at=at, reason=reason)
    board.close(records, at=at)


@verb(
    REVIEWS,
    roles={Role.OFFICE},
    label=_("Review given to somebody else"),
    internal=True,
    states=PENDING,
    many=False,
)
def reassign_review(
    record: Review, *, reviewer: User, reason: str, at: datetime
) -> None:
    """Give a review to a reviewer of the office's choice.

    Raises:
        Refused: state-moved; reviewer-barred, if the candidate is of their college;
            reviewer-had-it.
    """
    known = {one.user.pk: one for one in reviewers(clock.day(at))}
    if (
        reviewer.pk not in known
        or record.candidate.campus_id in known[reviewer.pk].grants.barred
    ):
        raise Refused("reviewer-barred", status=409)
    if reviewer.pk in had_by([record.screening_id])[record.screening_id]:
        raise Refused("reviewer-had-it", status=409)
    give_away([record], Review.give_away, reason, at=at)
    made = Review.objects.create(
        candidate=record.candidate,
        screening=record.screening,
        reviewer=reviewer,
        card=record.card,
        third=record.third,
        state_since=at,
    )
    ask_reviewers([made], at)


@verb(
    REVIEWS,
    roles={Role.OFFICE},
    label=_("Reviewer away"),
    detail=False,
    internal=True,
)
def note_absence(
    *, actor: Actor, reviewer: User, starts_on: date, ends_on: date, at: datetime
) -> int:
    """Keep when a reviewer is away; if that is now, what they haven't locked moves.

    Of days still to come, what is open then moves as they begin (`move_absent`); until
    then nothing new is given for them.

    Returns:
        How many reviews moved.

    Raises:
        Refused: not-your-role; absence-days.
    """
    Absence.objects.create(reviewer=reviewer, starts_on=starts_on, ends_on=ends_on)
    if not starts_on <= clock.day(at) <= ends_on:
        return 0
    return len(_move_all(actor, reviewer, str(_AWAY), at))


_AWAY = _("The reviewer is away")
_GONE = _("The reviewer is not there any more")


@verb(
    REVIEWS,
    roles={Role.OFFICE},
    label=_("Directions of a reviewer noted"),
    detail=False,
    internal=True,
)
def note_directions(*, reviewer: User, directions: Collection[Direction]) -> None:
    """Keep which directions a reviewer judges, all if none; for what is given next."""
    Competence.objects.filter(reviewer=reviewer).exclude(
        direction__in=directions
    ).delete()
    Competence.objects.bulk_create(
        [Competence(reviewer=reviewer, direction=one) for one in directions],
        ignore_conflicts=True,
    )


@verb(
    REVIEWS,
    roles={Role.OFFICE},
    label=_("Reviews of who is away given to others"),
    detail=False,
    internal=True,
)
def move_absent(*, actor: Actor, at: datetime) -> int:
    """Move what is open of reviewers who are away today; a periodic job calls it.

    What nobody else may have stays with them no longer: the office has a duty.

    Returns:
        How many reviews moved.
    """
    today = clock.day(at)
    away = [one.user for one in reviewers(today) if one.pending and one.is_away(today)]
    return sum(len(_move_all(actor, user, str(_AWAY), at)) for user in away)


def _move_all(actor: Actor, reviewer: User, reason: str, at: datetime) -> list[Review]:
    ids = pending_reviews().filter(reviewer=reviewer).values_list("pk", flat=True)
    records = REVIEWS.locked(actor, ids, reassign_review)
    give_away(records, Review.give_away, reason, at=at)
    replace(records, at=at)
    return records


@verb(
    REVIEWS,
    roles={Role.OFFICE},
    label=_("Reviews given to others"),
    detail=False,
    internal=True,
)
def hand_over(*, actor: Actor, giver: User, taker: User, at: datetime) -> None:
    """Share out what a reviewer who goes hasn't locked; `spark.accounts` calls it.

    It goes to all who may have it, evenly, the taker among them: a single taker might
    be the other reviewer of the same candidate.
    """
    _move_all(actor, giver, str(_GONE), at)
