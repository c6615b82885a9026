"""A reviewer marks, skips and locks a review; the office opens it again."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Manager, Model, Q
from django.utils.translation import gettext_lazy as _

from candidates.register.actions import move
from candidates.screening.access import REVIEWS, SCREENINGS
from candidates.screening.actions.asking import put_to
from candidates.screening.actions.assigning import (
    EACH,
    ask_office,
    give_third,
    screening_of,
)
from candidates.screening.actions.bounds import ask_reviewers
from candidates.screening.models import Mark, Review, Scorecard
from candidates.screening.models.marks import AnyMark
from candidates.screening.queries import anchors_due, counting
from candidates.screening.stages import PENDING, ReviewState, State
from spark.accounts.models import Role, User
from spark.accounts.scope import SYSTEM, Actor
from spark.accounts.verbs import verb
from spark.duties import board
from spark.errors import Refused

LONGEST = 4 * 3600  # seconds: who left the page open all night didn't look so long


@dataclass(frozen=True)
class Written:
    """A mark as it is written: 1 to 5, 0 for not assessed, None for undecided."""

    value: int | None = None
    note: str = ""


def _check_own(record: Review, actor: Actor) -> None:
    """Of a review, only its reviewer; of a screening, only one that is in review.

    Who is of the office too sees other people's, and still writes nothing in them.
    """
    if actor is not SYSTEM and record.reviewer_id != actor.pk:
        raise Refused("not-your-role", status=403)
    if not record.is_pending or record.screening.state != State.IN_REVIEW:
        raise Refused("state-moved")
    if isinstance(actor, User) and record.candidate.batch.calibrated:
        _check_calibrated(record, actor)


def _check_calibrated(record: Review, actor: User) -> None:
    if anchors_due(actor).filter(card=record.card_id).exists():
        raise Refused("calibration-first")


@verb(
    REVIEWS,
    roles={Role.REVIEWER},
    label=_("Marks written"),
    internal=True,
    states=PENDING,
    many=False,
)
def mark(
    record: Review,
    *,
    actor: Actor,
    marks: Mapping[int, Written],
    note: str,
    seconds: int,
    at: datetime,
) -> None:
    """Keep a draft, whole: sent twice, it is the same. Its first opens the review.

    Raises:
        Refused: not-your-role, if it is somebody else's; state-moved, once it is locked
            or the screening is decided; calibration-first.
    """
    _check_own(record, actor)
    _write(record, marks, note, seconds, at)


def _write(
    record: Review,
    marks: Mapping[int, Written],
    note: str,
    seconds: int,
    at: datetime,
) -> None:
    if record.state == ReviewState.ASSIGNED:
        move([record], Review.open, at=at, opened_at=at)
    keep(Mark, record.card, marks, review=record)
    record.note = note
    record.seconds = max(record.seconds, min(seconds, LONGEST))
    record.save(update_fields=["note", "seconds"])


def keep(
    model: type[AnyMark], card: Scorecard, marks: Mapping[int, Written], **of: Model
) -> None:
    """Write these marks of a card; of what was never said no row is made."""
    there = set(model._default_manager.filter(**of).values_list("criterion", flat=True))
    criteria = [one.pk for one in card.criteria.all() if one.pk in marks]
    model._default_manager.bulk_create(
        [
            model(criterion_id=key, **of, **asdict(marks[key]))
            for key in criteria
            if key in there or marks[key] != Written()
        ],
        update_conflicts=True,
        unique_fields=[*of, "criterion"],
        update_fields=["value", "note"],
    )


@verb(
    REVIEWS,
    roles={Role.REVIEWER},
    label=_("Review locked"),
    internal=True,
    states=PENDING,
    many=False,
)
def lock(
    record: Review,
    *,
    actor: Actor,
    marks: Mapping[int, Written],
    note: str,
    seconds: int,
    at: datetime,
) -> None:
    """Write the marks and lock them; they come into history now.

    Where two reviewers differ, a third is asked.

    Raises:
        Refused: as `mark`; marks-missing, if a criterion is neither marked nor said
            to be not assessed.
    """
    _check_own(record, actor)
    _write(record, marks, note, seconds, at)
    check_whole(record.card, record.marks)
    record.marks.update(locked_at=at)
    move([record], Review.lock, at=at, locked_at=at)
    board.close([record], at=at)
    _ask_third(record, at)


def check_whole(card: Scorecard, marks: Manager[Any]) -> None:
    """Refuse what isn't marked, or is said not to be assessed where that can't be."""
    marked = marks.filter(value__isnull=False)
    free = Q(value__gt=0) | Q(criterion__skippable=True)
    done = marked.filter(free).values("criterion")
    missing = card.criteria.exclude(pk__in=done).count()
    if missing:
        raise Refused("marks-missing", status=422, count=missing)


def _ask_third(record: Review, at: datetime) -> None:
    """After the second of two that differ; a third settles it."""
    if counting([record.screening_id])[record.screening_id] == EACH:
        ask_office(give_third([screening_of(record)], at=at), at=at)


@verb(
    REVIEWS,
    roles={Role.REVIEWER},
    label=_("Review put off"),
    internal=True,
    states=PENDING,
    many=False,
)
def skip(record: Review, *, actor: Actor, at: datetime) -> None:
    """Put a review behind the others in one's queue."""
    _check_own(record, actor)
    record.skipped_at = at
    record.save(update_fields=["skipped_at"])


@verb(
    REVIEWS,
    roles={Role.REVIEWER},
    label=_("More material asked for"),
    name="ask-more",
    history="screening.ask-more",
    states=PENDING,
    many=False,
    locks=False,
)
def ask_as_reviewer(
    *,
    actor: Actor,
    pk: int,
    reason: str,
    wanted: str,
    until: date | None = None,
    at: datetime,
) -> None:
    """Ask for what is missing to judge whom one reviews, perhaps without their name.

    The screening is locked, as by who decides on it, and not the review: its draft may
    be written at this moment.

    Raises:
        Refused: not-your-role, state-moved, more-days.
    """
    review = REVIEWS.get(actor, pk)
    _check_own(review, actor)
    (record,) = SCREENINGS.locked(SYSTEM, [review.screening_id])
    put_to([record], reason=reason, wanted=wanted, until=until, at=at)


@verb(
    REVIEWS,
    roles={Role.OFFICE},
    label=_("Review opened again"),
    internal=True,
)
def reopen(records: Sequence[Review], *, reason: str, at: datetime) -> None:
    """Let reviewers correct what they locked, while the screening is in review.

    Each has a duty again.

    Raises:
        Refused: state-moved.
    """
    if any(record.screening.state != State.IN_REVIEW for record in records):
        raise Refused("state-moved")
    for record in records:
        record.marks.update(locked_at=None)
    move(records, Review.reopen, at=at, locked_at=None, reason=reason)
    ask_reviewers(records, at)
