"""What came of a trial: its numbers, entered and corrected."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from spark.accounts.models import Role, User
from spark.accounts.scope import Actor
from spark.accounts.verbs import verb
from spark.duties import board
from spark.errors import Refused
from training.standings.models import Result
from training.trials.access import RUNNERS, TRIALS
from training.trials.models import Round, Trial
from training.trials.stages import TrialState


@verb(
    TRIALS,
    roles=RUNNERS | {Role.OFFICE_CLIENT},
    label=_("Result entered"),
    many=False,
    states=frozenset(TrialState),
    when=lambda trial: trial.can_have_result,
)
def enter_result(
    trial: Trial, *, actor: Actor, numbers: Mapping[str, Any], at: datetime
) -> Result:
    """Enter a finished trial's numbers, or correct them while the round is open.

    The candidate's campus reads them once the round is closed.

    Args:
        numbers: fields of the result; what isn't given stays as it was.

    Raises:
        Refused: round-closed, result-too-long, result-contradicts.
    """
    if trial.state != TrialState.FINISHED:
        raise Refused("state-moved")
    _hold_open(trial.round)
    length = int((trial.during.upper - trial.during.lower).total_seconds())
    seconds = numbers.get("average_watch_seconds") or 0
    if seconds > length:
        raise Refused("result-too-long", status=422, seconds=seconds, length=length)
    by = actor if isinstance(actor, User) else None
    result, _made = Result.objects.update_or_create(
        trial=trial, defaults={**numbers, "entered_by": by, "entered_at": at}
    )
    board.close([trial], at=at)
    return result


def _hold_open(round_: Round) -> None:
    """Lock the trial's round and check that it is open.

    Not by a door: mentors see no rounds.
    """
    if not Round.objects.select_for_update().get(pk=round_.pk).is_open:
        raise Refused("round-closed")
