"""Who goes on after the demo's finished round: all but one, who appeals."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from candidates.demo import Cast
from training.course import actions as course
from training.course.models import Enrolment
from training.racing import actions, queries
from training.racing.rules.board import Board
from training.racing.stages import Ground, Outcome
from training.standings import actions as standings
from training.trials.actions import reopen_round
from training.trials.models import Round, Trial

DAY = 8  # days ago, before the next round is planned
PROPOSED = "按排名建议"
DEPARTS = "热身赛不淘汰，正式赛再看一轮"
APPEALED = "申诉成立：漏录一笔大单，平台已补"


def race(cast: Cast, round_: Round) -> None:
    """Decided and released the day it was ranked; an appeal is heard that afternoon."""
    office = cast.staff.office
    racers = list(queries.competing_in(round_).order_by("pk"))
    last = _last(cast, round_, racers)
    groups: dict[tuple[Outcome, Ground], list[int]] = defaultdict(list)
    proposed = Board(round_).proposed
    for racer in racers:
        found = proposed.get(racer.candidate_id)
        meant = Outcome.OUT if racer == last else Outcome.THROUGH
        same = found is not None and found.outcome == meant
        ground = Ground.STANDING if same else Ground.PROMISE
        groups[meant, ground].append(racer.pk)
    for (meant, ground), ids in groups.items():
        actions.decide(
            actor=office,
            ids=ids,
            round_=round_,
            outcome=meant,
            ground=ground,
            reason=PROPOSED if ground == Ground.STANDING else DEPARTS,
            at=cast.clock.at(DAY, "11:00"),
        )
    _release(cast, round_, "11:30")
    if last is not None:
        _appeal(cast, round_, last)


def _last(cast: Cast, round_: Round, racers: Sequence[Enrolment]) -> Enrolment | None:
    """Of those proposed to go, the last in the standings who competed by then."""
    proposed, day = Board(round_).proposed, cast.clock.at(DAY, "11:00")
    out = [
        racer
        for racer in racers
        if racer.state_since < day - timedelta(hours=1)
        and racer.candidate_id in proposed
        and proposed[racer.candidate_id].outcome == Outcome.OUT
    ]
    return max(out, key=lambda one: proposed[one.candidate_id].turn, default=None)


def _release(cast: Cast, round_: Round, hour: str) -> None:
    seen = actions.fingerprint(queries.noted_in(round_))
    at = cast.clock.at(DAY, hour)
    actions.release(actor=cast.staff.office, pk=round_.pk, seen=seen, at=at)


def _appeal(cast: Cast, round_: Round, racer: Enrolment) -> None:
    """Of who was let go, a result was wrong: ranked anew, they go on after all."""
    office, clock = cast.staff.office, cast.clock
    at = clock.at(DAY, "14:20")
    reopen_round(actor=office, pk=round_.pk, reason=APPEALED, at=at)
    wrong = Trial.objects.filter(round=round_, candidate=racer.candidate_id).latest(
        "pk"
    )
    standings.enter_result(
        actor=office,
        pk=wrong.pk,
        numbers={"gmv_fen": 4 * (wrong.result.gmv_fen or 0)},
        reason=APPEALED,
        at=clock.at(DAY, "14:30"),
    )
    at = clock.at(DAY, "14:40")
    standings.compute_standings(actor=office, pk=round_.pk, at=at)
    at = clock.at(DAY, "15:00")
    course.appeal(actor=office, ids=[racer.pk], reason=APPEALED, at=at)
    actions.decide(
        actor=office,
        ids=[racer.pk],
        round_=round_,
        outcome=Outcome.THROUGH,
        ground=Ground.APPEAL,
        reason=APPEALED,
        at=clock.at(DAY, "15:10"),
    )
    _release(cast, round_, "15:30")
