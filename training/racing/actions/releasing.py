"""Releasing a round: exactly as seen, people are told, the round is closed."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from candidates.register.actions import note_decision, tell_campuses, tell_candidates
from spark.accounts.models import Role
from spark.accounts.scope import Actor
from spark.accounts.verbs import verb
from spark.errors import Refused
from spark.notifications.foretelling import Foretold, foretelling
from spark.wording import in_all
from training.course.actions import foretell_known, make_known
from training.course.models import Enrolment
from training.racing import queries
from training.racing.access import RACERS
from training.racing.actions.deciding import CONCLUDES, check_ranked
from training.racing.models import RoundDecision
from training.racing.rules.board import Board
from training.racing.stages import Outcome
from training.trials.access import ROUNDS
from training.trials.models import Round


@verb(
    ROUNDS,
    roles={Role.OFFICE},
    label=_("Decision of a round released"),
    history="racing.release",
    name="release-race",
    many=False,
    key=True,
)
def release(round_: Round, *, actor: Actor, seen: str, at: datetime) -> int:
    """Make known what is noted in a round, exactly as it was `seen`; closes it.

    Who is out leaves, who is qualified can be signed, who is on the reserve has a
    place in its order, who is through competes on. Each is told, and their college.

    Args:
        seen: the `fingerprint` of what was shown before.

    Returns:
        How many were released.

    Raises:
        Refused: round-unfinished, while trials are to come or on air; race-unranked,
            race-outdated; release-moved, if something else is noted now; what
            `check_complete` refuses. Then none is released.
    """
    if waiting := queries.trials_waiting(round_):
        raise Refused("round-unfinished", n=waiting)
    ids = queries.competing_in(round_).values_list("pk", flat=True)
    racers = RACERS.locked(actor, ids, release)
    board = Board(round_)
    check_ranked(board)
    noted = list(queries.noted_in(round_).order_by("pk"))
    if not noted or fingerprint(noted) != seen:
        raise Refused("release-moved")
    check_complete(board, racers)
    _conclude(board, {one.candidate_id: one for one in racers}, noted, at)
    if round_.is_open:
        round_.closed_at = at
        round_.save(update_fields=["closed_at"])
    return len(noted)


def fingerprint(noted: Iterable[RoundDecision]) -> str:
    """What is noted on whom, on which standing and why, as a short text."""
    told = sorted(
        (one.candidate_id, one.standing_id, one.outcome, one.ground, one.reason)
        for one in noted
    )
    return hashlib.sha256(repr(told).encode()).hexdigest()


def check_complete(board: Board, racers: Sequence[Enrolment]) -> None:
    """A round ends for all who raced in it, on one standing.

    Raises:
        Refused: race-undecided; race-older-standing, if some were decided on before
            it was computed anew; race-extra-open, while extra slots are to settle
            somebody; race-overfull.
    """
    decided = board.decisions
    undecided = [one for one in racers if not _is_decided(decided, one)]
    if undecided:
        raise Refused("race-undecided", n=len(undecided))
    noted = [one for one in decided.values() if one.released_at is None]
    assert board.standing is not None
    if older := sum(one.standing_id != board.standing.pk for one in noted):
        raise Refused("race-older-standing", n=older)
    if extra := sum(one.outcome == Outcome.EXTRA for one in noted):
        raise Refused("race-extra-open", n=extra)
    if board.people_by_quota(queries.everybody_in(board.round)).overfull:
        raise Refused("race-overfull")


def _is_decided(decided: Mapping[int, RoundDecision], racer: Enrolment) -> bool:
    """Whoever competes again after having been out is to be decided on anew."""
    one = decided.get(racer.candidate_id)
    return one is not None and (one.released_at is None or one.outcome not in CONCLUDES)


def _conclude(
    board: Board,
    racers: Mapping[int, Enrolment],
    noted: Sequence[RoundDecision],
    at: datetime,
) -> None:
    """Who left meanwhile is told nothing; the word on them is kept unreleased."""
    there = [one for one in noted if one.candidate_id in racers]
    _give_places(board, there)
    for one in there:
        one.released_at = at
    RoundDecision.objects.bulk_update(
        there, ["released_at", "reserve_place"], batch_size=500
    )
    conclude_course(racers, there, at)
    going_on = [one for one in there if one.outcome not in CONCLUDES]
    tell(board.round, racers, going_on, at)


def conclude_course(
    racers: Mapping[int, Enrolment], released: Sequence[RoundDecision], at: datetime
) -> None:
    """Qualify and eliminate, as the course does it."""
    groups: dict[tuple[str, str], list[Enrolment]] = defaultdict(list)
    for one in released:
        if decision := CONCLUDES.get(Outcome(one.outcome)):
            groups[decision.value, one.reason].append(racers[one.candidate_id])
    for (noted, reason), group in groups.items():
        note_decision(group, noted, reason)
    if groups:
        make_known([one for group in groups.values() for one in group], at)


def foretell(
    round_: Round,
    racers: Mapping[int, Enrolment],
    noted: Sequence[RoundDecision],
    at: datetime,
) -> list[Foretold]:
    """Whom releasing what is noted would tell, in which words; nothing is written."""
    concluded = [
        (racers[one.candidate_id], CONCLUDES[outcome], one.reason)
        for one in noted
        if (outcome := Outcome(one.outcome)) in CONCLUDES
    ]
    with foretelling() as told:
        foretell_known(concluded, at)
        tell(round_, racers, [n for n in noted if n.outcome not in CONCLUDES], at)
    return told


def _give_places(board: Board, noted: Sequence[RoundDecision]) -> None:
    """Put those on the reserve behind who is there already, by their turn."""
    waiting = [one for one in noted if one.outcome == Outcome.RESERVE]
    rows = queries.in_force(board.round).filter(reserve_place__isnull=False)
    last = rows.values("candidate__direction").annotate(last=Max("reserve_place"))
    places = dict(last.order_by().values_list("candidate__direction", "last"))

    def turn(one: RoundDecision) -> tuple[int, int]:
        found = board.proposed.get(one.candidate_id)
        return (found.turn if found else len(board.proposed) + 1), one.candidate_id

    directions = queries.directions_of(one.candidate_id for one in waiting)
    for one in sorted(waiting, key=turn):
        direction = directions[one.candidate_id]
        places[direction] = one.reserve_place = places.get(direction, 0) + 1


def tell(
    round_: Round,
    racers: Mapping[int, Enrolment],
    released: Sequence[RoundDecision],
    at: datetime,
) -> None:
    """Tell those who go on, or wait for a place, and their colleges."""
    if not released:
        return
    about: dict[str, Any] = {
        "campaign": in_all(round_.campaign),
        "number": round_.number,
    }
    by_candidate = {one.candidate_id: one for one in released}
    records = [racers[key] for key in by_candidate]

    def facts(record: Enrolment) -> dict:
        one = by_candidate[record.candidate_id]
        told = {"outcome": one.outcome, "reason": one.reason}
        return {**about, **told, "place": one.reserve_place}

    tell_candidates("own-round", records, facts, at=at)
    tell_campuses("round-released", records, at=at, **about)
