"""The reserve of a last round: who moves up, and its end."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from candidates.register.actions import TAKEN
from spark import clock
from spark.accounts.models import Role, User
from spark.accounts.scope import Actor
from spark.accounts.verbs import verb
from spark.duties import board
from spark.duties.models import Duty
from spark.errors import Refused
from training.course.models import Enrolment
from training.racing import queries
from training.racing.access import RACERS
from training.racing.actions.releasing import conclude_course
from training.racing.models import RoundDecision
from training.racing.rules.reserve import Held, next_up
from training.racing.stages import Ground, Outcome
from training.trials.access import ROUNDS
from training.trials.models import Round


@verb(
    ROUNDS,
    roles={Role.OFFICE},
    label=_("Moved up from the reserve"),
    follows=TAKEN,
    history="racing.move-up",
    name="move-up",
    many=False,
    key=True,
)
def move_up(
    round_: Round, *, actor: Actor, candidate: int, reason: str, at: datetime
) -> None:
    """A place fell free: who is first on the reserve of the direction is qualified.

    Raises:
        Refused: waitlist-turn, if somebody else is next or no place is free.
    """
    following = next_up(queries.reserve_of(round_), Held(round_)).values()
    if candidate not in {one.candidate_id for one in following}:
        raise Refused("waitlist-turn")
    chosen = [one for one in following if one.candidate_id == candidate]
    _end(chosen, Outcome.QUALIFIED, Ground.FREED, actor, reason, at)


@verb(
    ROUNDS,
    roles={Role.OFFICE},
    label=_("Reserve ended"),
    follows=_(
        "Whoever is still on the reserve leaves the programme; they and their college"
        " are told. It can't be undone."
    ),
    history="racing.end-reserve",
    name="end-reserve",
    many=False,
    key=True,
)
def end_reserve(round_: Round, *, actor: Actor, reason: str, at: datetime) -> None:
    """No more places fall free: who is still on the reserve leaves.

    Raises:
        Refused: state-moved, if nobody is.
    """
    waiting = queries.reserve_of(round_)
    if not waiting:
        raise Refused("state-moved")
    _end(waiting, Outcome.OUT, Ground.PLACES, actor, reason, at)


def _end(
    waiting: Sequence[RoundDecision],
    outcome: Outcome,
    ground: Ground,
    actor: Actor,
    reason: str,
    at: datetime,
) -> None:
    """A new word on each, released at once; the earlier one is kept."""
    racers = _locked(actor, waiting)
    by = actor if isinstance(actor, User) else None
    new = [
        RoundDecision(
            round_id=one.round_id,
            candidate_id=one.candidate_id,
            standing_id=one.standing_id,
            outcome=outcome,
            proposed=one.proposed,
            ground=ground,
            reason=reason,
            decided_by=by,
            decided_at=at,
            released_at=at,
        )
        for one in waiting
    ]
    for one in waiting:
        one.superseded_at = at
    RoundDecision.objects.bulk_update(waiting, ["superseded_at"], batch_size=500)
    RoundDecision.objects.bulk_create(new, batch_size=500)
    board.close(waiting, at=at)
    conclude_course({one.candidate_id: one for one in racers}, new, at)


def _locked(actor: Actor, waiting: Sequence[RoundDecision]) -> list[Enrolment]:
    people = [one.candidate_id for one in waiting]
    ids = RACERS.visible_to(actor).filter(candidate__in=people)
    return RACERS.locked(actor, ids.values_list("pk", flat=True))


def ask_to_move_up() -> None:
    """Open a duty about everybody who could move up, close those that are over."""
    at = clock.now()
    found = [
        one
        for round_ in queries.last_rounds_with_reserve()
        for one in next_up(queries.reserve_of(round_), Held(round_)).values()
    ]
    subjects = {board.subject_of(one) for one in found}
    over = Duty.objects.filter(code="round-move-up", closed_at=None)
    over.exclude(subject__in=subjects).update(closed_at=at)
    due = at + timedelta(days=3)
    board.open_for(found, "round-move-up", Role.OFFICE, at=at, due=due, url=_page)


def _page(one: RoundDecision) -> str:
    return f"/racing/{one.round_id}/reserve/"
