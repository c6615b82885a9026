"""Deciding after a round: as its standing proposes, or otherwise for a reason."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from candidates.register.models import Direction, Export
from spark import clock
from spark.accounts.models import Role, User
from spark.accounts.scope import Actor
from spark.accounts.verbs import verb
from spark.campuses.models import Campus
from spark.errors import Refused
from spark.jobs import enqueue_on_commit
from training.course.actions import await_decision, await_release
from training.course.models import Enrolment
from training.course.stages import Decision, State
from training.racing import queries
from training.racing.access import RACERS
from training.racing.models import RoundDecision
from training.racing.rules.board import Board
from training.racing.stages import Ground, Outcome, outcomes_of
from training.standings.load import inputs_of, is_stale
from training.standings.models import Standing
from training.trials.access import ROUNDS
from training.trials.models import Round, RoundQuota

# What the course's record comes to by it.
CONCLUDES = {
    Outcome.QUALIFIED: Decision.QUALIFIED,
    Outcome.OUT: Decision.ELIMINATED,
}
WRITTEN = (
    *("outcome", "proposed", "slots", "ground", "reason", "decided_by", "decided_at"),
)


@verb(
    RACERS,
    roles={Role.OFFICE},
    label=_("Decision of a round noted"),
    internal=True,
    states={State.COMPETING},
)
def decide(
    records: Sequence[Enrolment],
    *,
    actor: Actor,
    round_: Round,
    outcome: str = "",
    slots: int = 0,
    ground: str,
    reason: str,
    at: datetime,
) -> None:
    """Note what becomes of people after a round, changeable until released.

    Args:
        outcome: of all of them; without one, what is proposed on each.
        slots: extra ones for each, where that is the outcome.
        ground: one of `Ground`; only who decides as proposed may leave it at that.

    Raises:
        Refused: round-closed; race-elsewhere, if one of them isn't in the round;
            race-unranked, race-outdated, as `check_ranked`; race-unplaced, if nothing
            is proposed on one; race-departs, if it isn't what is proposed and no
            ground of its own is given; race-slots-short.
    """
    board = Board(round_)
    _check(records, board)
    by = actor if isinstance(actor, User) else None
    noted = [_noted(record, board, outcome, slots, ground) for record in records]
    for one in noted:
        one.reason, one.decided_by, one.decided_at = reason, by, at
    _write(noted, board, at)
    _check_slots(board)
    final = {one.candidate_id for one in noted if one.outcome in CONCLUDES}
    await_release([one for one in records if one.candidate_id in final], at)
    await_decision([one for one in records if one.candidate_id not in final], at)


def _check(records: Sequence[Enrolment], board: Board) -> None:
    check_ranked(board)
    round_ = Round.objects.get(pk=board.round.pk)
    if not round_.is_open:
        raise Refused("round-closed")
    own = queries.competing_in(board.round).filter(pk__in=[r.pk for r in records])
    if own.count() != len(records):
        raise Refused("race-elsewhere")


def check_ranked(board: Board) -> Standing:
    """Nobody is decided on without a standing that ranks by results as they are.

    Raises:
        Refused: race-unranked; race-outdated, if results changed since.
    """
    standing = board.standing
    if standing is None or not standing.is_ranked:
        raise Refused("race-unranked", standing=standing)
    if is_stale(standing, inputs_of(board.round)):
        raise Refused("race-outdated")
    return standing


def _noted(
    record: Enrolment, board: Board, outcome: str, slots: int, ground: str
) -> RoundDecision:
    proposed = board.proposed.get(record.candidate_id)
    if not outcome and proposed is None:
        raise Refused("race-unplaced", name=record.candidate.person.name)
    meant = outcome or proposed.outcome  # type: ignore[union-attr]
    if meant not in outcomes_of(is_last=board.round.is_last):
        raise ValueError(f"{meant} isn't what a round of this kind comes to")
    own = proposed.outcome if proposed else ""
    if ground == Ground.STANDING and meant != own:
        raise Refused("race-departs", name=record.candidate.person.name, proposed=own)
    given = proposed.slots if proposed and own == meant and not slots else slots or 1
    return RoundDecision(
        round=board.round,
        candidate_id=record.candidate_id,
        standing=board.standing,
        outcome=meant,
        proposed=own,
        slots=given if meant == Outcome.EXTRA else 0,
        ground=ground,
    )


def _write(noted: Sequence[RoundDecision], board: Board, at: datetime) -> None:
    """Change what is noted on the same standing; else the earlier word is kept."""
    changed, new, over = [], [], []
    for one in noted:
        before = board.decisions.get(one.candidate_id)
        same = before and before.standing_id == one.standing_id
        if before and same and before.released_at is None:
            for name in WRITTEN:
                setattr(before, name, getattr(one, name))
            changed.append(before)
            continue
        if before:
            before.superseded_at = at
            over.append(before)
        new.append(one)
    RoundDecision.objects.bulk_update(over, ["superseded_at"], batch_size=500)
    RoundDecision.objects.bulk_update(changed, WRITTEN, batch_size=500)
    RoundDecision.objects.bulk_create(new, batch_size=500)


def _check_slots(board: Board) -> None:
    """Refuse more extra slots than the round has, whoever gets them."""
    noted = queries.noted_in(board.round).filter(standing=board.standing)
    asked = sum(noted.values_list("slots", flat=True))
    if asked > board.slots_left:
        raise Refused("race-slots-short", asked=asked, left=board.slots_left)


@verb(
    ROUNDS,
    roles={Role.OFFICE},
    label=_("Places of a round set"),
    history="racing.set-places",
    many=False,
    internal=True,
)
def set_places(
    round_: Round, *, direction: Direction, campus: Campus | None, places: int | None
) -> None:
    """Say how many of a direction go on, of all or of one college.

    Standings say who is in by these places: they are computed anew.

    Args:
        places: none, and no quota binds any more.

    Raises:
        Refused: round-closed.
    """
    if not round_.is_open:
        raise Refused("round-closed")
    rows = RoundQuota.objects.filter(round=round_, direction=direction, campus=campus)
    if places is None:
        rows.delete()
    elif not rows.update(places=places):
        RoundQuota.objects.create(
            round=round_, direction=direction, campus=campus, places=places
        )
    enqueue_on_commit("standings.keep_up", round_id=round_.pk)


@verb(
    ROUNDS,
    roles={Role.OFFICE},
    label=_("Decisions of a round exported"),
    history="racing.take-board",
    name="take-board",
    detail=False,
    internal=True,
)
def take_board(*, actor: User, round_: Round, count: int, format: str) -> None:
    """Keep in history who took a round's decisions out of Spark, and of how many."""
    now = clock.now()
    Export.objects.create(
        owner=actor,
        format=format,
        chosen={"round": round_.pk},
        count=count,
        state=Export.State.DONE,
        created_at=now,
        finished_at=now,
    )
