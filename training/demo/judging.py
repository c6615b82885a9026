"""The demo's judges: cards of what was on air, and an incident that is decided."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from candidates.demo import Cast
from candidates.screening.actions import Written
from spark.accounts.verbs import Verb
from training.judging import actions
from training.judging.actions import Sent
from training.judging.models import Judgement
from training.trials.models import Round, Trial

VALUES = (4, 3, 5, 3, 4, 2, 4)
Decision = tuple[Verb, str]
FAILS: Decision = (actions.fail, "录屏核实，违反广告法第九条")
# Of the first trials, one each; the last is to be decided yet.
DECISIONS: Sequence[Sequence[Decision]] = (
    [FAILS],
    [(actions.dismiss, "录屏里没有这句话")],
    [FAILS, (actions.overturn, "申诉成立：说的是商品名称")],
    [],
)


def appoint(cast: Cast, trials: Sequence[Trial], at: datetime) -> None:
    """Judges for trials to come, to be marked by `mark_as`."""
    ids = [trial.pk for trial in trials]
    actions.assign_judges(actor=cast.staff.office, ids=ids, at=at)


def mark_as(trial: Trial, score: float) -> None:
    """Each judge's card about that score: one is milder, criteria differ by person."""
    for number, card in enumerate(trial.judgements.order_by("pk")):
        criteria = enumerate(card.card.criteria.all())
        marks = {
            one.pk: Written(_near(score, trial.candidate_id, number, place))
            for place, one in criteria
        }
        _send(card, marks)


def _near(score: float, candidate: int, judge: int, place: int) -> int:
    mild = 0.3 * (judge % 2)
    own = 0.5 * ((candidate * (place + 3) + 2 * judge) % 5 - 2)
    return round(min(max(score + mild + own, 1), 5))


def judge(cast: Cast, round_: Round) -> None:
    """Judges for all of a round's trials; last week's cards are locked but for two.

    One is still open; another trial does without its second card.
    """
    office, at = cast.staff.office, cast.clock.at(8, "16:40")
    held = round_.trials.filter(state__in=actions.JUDGED_IN).order_by("starts_at", "pk")
    ids = list(held.values_list("pk", flat=True))
    actions.assign_judges(actor=office, ids=ids, at=at)
    over = [trial for trial in held if trial.state == "finished"]
    for number, trial in enumerate(over):
        first, *others = trial.judgements.order_by("pk")
        awaited = number >= len(over) - 2
        _write(first, number, actions.mark if awaited else actions.lock)
        for card in others:
            _write(card, number + 3)
    if len(over) > 1:
        at = over[-2].during.upper + timedelta(minutes=50)
        actions.end_judging(actor=office, pk=over[-2].pk, reason="评委临时有事", at=at)
    to_come = [trial for trial in held if trial.is_movable]
    for trial in to_come[2:3]:
        actions.name_judge(actor=office, pk=trial.pk, judge=office, at=at)
    _give_up(cast, to_come)
    for trial, decisions in zip(over, DECISIONS, strict=False):
        _incident(cast, trial, decisions)


def _give_up(cast: Cast, to_come: list[Trial]) -> None:
    """A judge recuses, from another a card is taken."""
    at = cast.clock.at(0, "09:20")
    for trial in to_come[:1]:
        card = trial.judgements.earliest("pk")
        actions.recuse(actor=card.judge, ids=[card.pk], reason="带过这名学生", at=at)
    for trial in to_come[1:2]:
        card = trial.judgements.earliest("pk")
        office, reason = cast.staff.office, "当天另有安排"
        actions.take_from_judge(actor=office, ids=[card.pk], reason=reason, at=at)


def _write(card: Judgement, number: int, verb: Verb = actions.lock) -> None:
    marks = {
        one.pk: Written(VALUES[(number + place) % len(VALUES)])
        for place, one in enumerate(card.card.criteria.all())
    }
    note = "节奏稳，促单再果断些" if number % 3 == 0 else ""
    _send(card, marks, note, verb)


def _send(
    card: Judgement,
    marks: dict[int, Written],
    note: str = "",
    verb: Verb = actions.lock,
) -> None:
    verb(
        actor=card.judge,
        pk=card.pk,
        marks=marks,
        note=note,
        sent=Sent("", 1),
        at=card.trial.during.upper + timedelta(minutes=6),
    )


def _incident(cast: Cast, trial: Trial, decisions: Sequence[Decision]) -> None:
    """Reported by a judge; what the office decided of it, one after the other."""
    card = trial.judgements.filter(state="locked").earliest("pk")
    incident = actions.report_as_judge(
        actor=card.judge,
        pk=card.pk,
        kind="claim",
        text="口播“全网最低价”，经提醒后又说了一次",
        at=trial.during.upper,
    )
    at = trial.during.upper
    for verb, reason in decisions:
        at += timedelta(minutes=20)
        actor = cast.staff.office
        verb(actor=actor, pk=incident.pk, reason=reason, at=at)
