"""What is taken from judges, or given up by them; and doing without it."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates.register.actions import move
from spark.accounts.models import Role
from spark.accounts.scope import SYSTEM, Actor
from spark.accounts.verbs import verb
from spark.audit import trail
from spark.duties import board
from spark.errors import Refused
from training.judging.access import JUDGEMENTS, JUDGES
from training.judging.actions.assigning import EACH, can_be_judged, check, give
from training.judging.models import Judgement
from training.judging.queries import HELD, counting
from training.judging.stages import PENDING
from training.trials.access import TRIALS
from training.trials.models import Trial


@verb(
    TRIALS,
    roles={Role.OFFICE},
    label=_("Judging closed"),
    internal=True,
    many=False,
    states=HELD,
    when=can_be_judged,
)
def end_judging(trial: Trial, *, reason: str, at: datetime) -> None:
    """Do without the cards that aren't locked yet: those that are in count.

    Raises:
        Refused: judging-nobody, if nobody's is awaited; round-closed.
    """
    check([trial])
    rows = trial.judgements.filter(state__in=PENDING).select_for_update()
    awaited = list(rows.order_by("pk"))
    if not awaited:
        raise Refused("judging-nobody")
    move(awaited, Judgement.end, at=at, reason=reason)
    board.close([*awaited], at=at)
    board.close([trial], "judging-short", at=at)


@verb(
    JUDGEMENTS,
    roles=JUDGES,
    label=_("Recused from judging"),
    internal=True,
)
def recuse(
    records: Sequence[Judgement], *, actor: Actor, reason: str, at: datetime
) -> None:
    """Give up cards of people one knows; somebody else is given them.

    Raises:
        Refused: not-your-role, if one is somebody else's; state-moved.
    """
    if actor is not SYSTEM and any(r.judge_id != actor.pk for r in records):
        raise Refused("not-your-role", status=403)
    move(records, Judgement.recuse, at=at, reason=reason)
    board.close(records, at=at)
    _replace(records, at)


@verb(
    JUDGEMENTS,
    roles={Role.OFFICE},
    label=_("Card taken from a judge"),
    internal=True,
    transition=Judgement.take,
)
def take_from_judge(records: Sequence[Judgement], *, reason: str, at: datetime) -> None:
    """Take cards that aren't locked from their judges; others are given them."""
    move(records, Judgement.take, at=at, reason=reason)
    board.close(records, at=at)
    _replace(records, at)


def _replace(records: Sequence[Judgement], at: datetime) -> None:
    """Somebody else for each trial that now lacks a judge, while it is to be judged."""
    trials = {record.trial_id: record.trial for record in records}
    has = counting(trials)
    needs = {
        key: EACH - has[key]
        for key, trial in trials.items()
        if has[key] < EACH and trial.state in HELD and trial.round.is_open
    }
    give([trials[key] for key in needs], needs, at=at)


@trail.action(
    "judgement.tidy", _("Judging of a trial that isn't held ended"), internal=True
)
def tidy(*, actor: Actor, at: datetime) -> int:
    """End what nobody can judge any more: the trial was called off, or didn't happen.

    A periodic job calls it; what is to be ended is found from rows.

    Returns:
        How many cards ended.
    """
    rows = JUDGEMENTS.visible_to(actor).filter(state__in=PENDING)
    rows = rows.exclude(trial__state__in=HELD).order_by("pk")
    ids = list(rows.values_list("pk", flat=True))
    records = JUDGEMENTS.locked(actor, ids)
    move(records, Judgement.take, at=at, reason=gettext("The trial isn't held"))
    board.close(records, at=at)
    return len(records)
