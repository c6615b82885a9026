"""The demo's people in training."""

from datetime import datetime, timedelta

from candidates.demo import (
    Cast,
    Part,
    beyond,
    break_off,
    by_campus,
    ending,
    records,
    shared,
)
from candidates.incubation.models import Incubation
from training.course import actions
from training.course.handover import incubation_to_training
from training.course.models import Enrolment
from training.course.stages import Decision

QUALIFIED = [
    "三场试播均在前列",
    "转化和停留稳定，评委一致推荐",
    "复播进步明显，达到签约标准",
]
ELIMINATED = ["两场试播转化偏低", "讲解节奏不稳，三场均未达标"]


def train(cast: Cast) -> None:
    """Interns enrol, learn, compete; some are released as qualified."""
    for group in cast.waves("training"):
        _enter(cast, group)
        _learn(cast, group)
        _decide(cast, group)
        _leave(cast, group)


def _enter(cast: Cast, group: list[Part]) -> None:
    office = cast.staff.office
    enrolled = ending(group, "training", "enrolled")
    others = [part for part in group if part not in enrolled]
    entries = [(cast.at(group[0], "training", "15:30"), others)]
    for at, some in [*entries, *cast.clock.spread(enrolled, 7)]:
        incubation_to_training(actor=office, ids=records(Incubation, some), at=at)
    at = cast.at(group[0], "learning", "16:00")
    actions.start_learning(actor=office, ids=records(Enrolment, others), at=at)


def _learn(cast: Cast, group: list[Part]) -> None:
    """Have them compete; those without a decision since lately, so it isn't late."""
    office = cast.staff.office
    here = ending(group, "training", "competing", "noted")
    done = ending(group, "training", "qualified", "eliminated", "appealed")
    done += beyond(group, "training")
    moments = list(cast.clock.spread(here, 21, first=2))
    if done:
        moments.insert(0, (cast.at(group[0], "competing", "16:20"), done))
    for at, some in moments:
        actions.start_competing(actor=office, ids=records(Enrolment, some), at=at)


def _decide(cast: Cast, group: list[Part]) -> None:
    fresh = ending(group, "training", "qualified")
    out = ending(group, "training", "eliminated", "appealed")
    signed = beyond(group, "training")
    if signed or out:
        at = cast.at(group[0], "judged", "16:40")
        _note(cast, Decision.ELIMINATED, out, ELIMINATED, at)
        _note(cast, Decision.QUALIFIED, signed, QUALIFIED, at)
        _release(cast, [*out, *signed], at)
    for at, some in cast.clock.spread(fresh, 7):
        _note(cast, Decision.QUALIFIED, some, QUALIFIED, at)
        _release(cast, some, at)
    noted = ending(group, "training", "noted")
    at = cast.clock.at(0, "09:45")
    _note(cast, Decision.QUALIFIED, noted[1:], QUALIFIED, at)
    _note(cast, Decision.ELIMINATED, noted[:1], ELIMINATED, at)
    _hear(cast, ending(group, "training", "appealed"))
    if gone := ending(group, "training", "eliminated"):
        break_off(cast, gone, cast.at(group[0], "judged", "17:40"))


def _note(
    cast: Cast, decision: str, parts: list[Part], words: list[str], at: datetime
) -> None:
    for reason, some in shared(parts, words):
        actions.decide(
            actor=cast.staff.office,
            ids=records(Enrolment, some),
            decision=decision,
            reason=reason,
            at=at,
        )


def _release(cast: Cast, parts: list[Part], at: datetime) -> None:
    at += timedelta(minutes=20)
    ids = records(Enrolment, parts)
    actions.release(actor=cast.staff.office, ids=ids, at=at)


def _hear(cast: Cast, parts: list[Part]) -> None:
    if parts:
        actions.appeal(
            actor=cast.staff.office,
            ids=records(Enrolment, parts),
            reason="第二场试播时段调换，复核后同意加播一场",
            at=cast.clock.due(21, within=12),
        )


def _leave(cast: Cast, group: list[Part]) -> None:
    """People leave; colleges still have to end the internships of the latest."""
    left = ending(group, "training", "left")
    lately = ending(group, "training", "leaving")
    moments = [(cast.at(group[0], "learning", "17:20"), left)]
    for at, some in [*moments, *cast.clock.spread(lately, 7)]:
        for code, own in by_campus(some).items():
            ids = records(Enrolment, own)
            actor = cast.staff.coordinators[code]
            cast.let_go(actions.leave, actor, own, ids, at)
    if left:
        break_off(cast, left, cast.at(group[0], "learning", "17:50"))
