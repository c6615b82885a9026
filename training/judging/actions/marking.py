"""A judge marks and locks a card; the office opens it again."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from candidates.register.actions import move
from candidates.screening.actions.reviewing import Written, check_whole, keep
from spark import clock
from spark.accounts.models import Role
from spark.accounts.scope import SYSTEM, Actor
from spark.accounts.verbs import verb
from spark.duties import board
from spark.errors import Refused
from training.judging.access import JUDGEMENTS, JUDGES
from training.judging.actions.assigning import ask_judges
from training.judging.models import JudgeMark, Judgement
from training.judging.queries import HELD, judges
from training.judging.stages import PENDING, JudgementState

EARLY = timedelta(minutes=30)  # as somebody may go on air


class Sent(NamedTuple):
    """By which device a card was written, and as the how manieth of its writings."""

    device: str
    sequence: int


@verb(
    JUDGEMENTS,
    roles=JUDGES,
    label=_("Judge's marks written"),
    internal=True,
    states=PENDING,
    many=False,
)
def mark(
    record: Judgement,
    *,
    actor: Actor,
    marks: Mapping[int, Written],
    note: str,
    sent: Sent,
    at: datetime,
) -> None:
    """Keep a draft, whole. What comes late or twice changes nothing.

    Raises:
        Refused: not-your-role, if it is somebody else's; state-moved; round-closed;
            judging-too-early; judging-older, if something newer is kept.
    """
    _check_own(record, actor, at)
    if _is_new(record, sent):
        _write(record, marks, note, sent, at)


def _check_own(record: Judgement, actor: Actor, at: datetime) -> None:
    """Only its judge writes in it, once the trial may be on air."""
    _check_judge(record, actor)
    trial = record.trial
    if not trial.round.is_open:
        raise Refused("round-closed")
    if not record.is_pending or trial.state not in HELD:
        raise Refused("state-moved")
    if at < trial.during.lower - EARLY:
        raise Refused("judging-too-early", starts=clock.local(trial.during.lower))


def _check_judge(record: Judgement, actor: Actor) -> None:
    if actor is not SYSTEM and record.judge_id != actor.pk:
        raise Refused("not-your-role", status=403)


def _is_new(record: Judgement, sent: Sent) -> bool:
    """False for what was kept already; older than that is refused."""
    if sent == (record.device, record.sequence):
        return False
    if sent.sequence <= record.sequence:
        raise Refused("judging-older")
    return True


def _write(
    record: Judgement,
    marks: Mapping[int, Written],
    note: str,
    sent: Sent,
    at: datetime,
) -> None:
    if record.state == JudgementState.ASSIGNED:
        move([record], Judgement.open, at=at)
    keep(JudgeMark, record.card, marks, judgement=record)
    record.note, record.device, record.sequence = note, sent.device, sent.sequence
    record.save(update_fields=["note", "device", "sequence"])


@verb(
    JUDGEMENTS,
    roles=JUDGES,
    label=_("Judge's card locked"),
    internal=True,
    states=PENDING,
    many=False,
)
def lock(
    record: Judgement,
    *,
    actor: Actor,
    marks: Mapping[int, Written],
    note: str,
    sent: Sent,
    at: datetime,
) -> None:
    """Write the marks and lock them; they come into history now.

    Sent again, it is done already.

    Raises:
        Refused: as `mark`; marks-missing, if a criterion is neither marked nor said
            to be not assessed.
    """
    _check_judge(record, actor)
    is_locked = record.state == JudgementState.LOCKED
    if is_locked and sent == (record.device, record.sequence):
        return
    _check_own(record, actor, at)
    if _is_new(record, sent):
        _write(record, marks, note, sent, at)
    check_whole(record.card, record.marks)
    record.marks.update(locked_at=at)
    move([record], Judgement.lock, at=at, locked_at=at)
    board.close([record], at=at)


@verb(
    JUDGEMENTS,
    roles={Role.OFFICE},
    label=_("Judge's card opened again"),
    internal=True,
)
def reopen(records: Sequence[Judgement], *, reason: str, at: datetime) -> None:
    """Let judges correct what they locked, while the round is open.

    Each has a duty again.

    Raises:
        Refused: round-closed, state-moved.
    """
    if any(not record.trial.round.is_open for record in records):
        raise Refused("round-closed")
    for record in records:
        record.marks.update(locked_at=None)
    move(records, Judgement.reopen, at=at, locked_at=None, reason=reason)
    ask_judges(records, {one.user.pk: one for one in judges()}, at)
