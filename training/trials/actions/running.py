"""What becomes of a trial: confirmed, on air, over, called off; and its result."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates.register.actions import move, tell_campuses
from spark import clock
from spark.accounts.models import Role, User
from spark.accounts.scope import Actor
from spark.audit import trail
from spark.duties import board
from spark.errors import Refused
from training.trials.access import TRIALS
from training.trials.models import Result, Round, Trial
from training.trials.queries import of_those_gone
from training.trials.stages import TrialState

Ids = Iterable[int]
EARLY = timedelta(minutes=30)  # somebody may go on air before the slot begins
RESULT_WITHIN = timedelta(days=1)


@trail.action("trials.confirm", _("Trial confirmed"))
def confirm(*, actor: Actor, ids: Ids, at: datetime | None = None) -> None:
    """Note that the candidates will come, on their behalf."""
    at = at or clock.now()
    trials = TRIALS.locked(actor, ids, "confirm")
    move(trials, "confirm", at=at)
    board.close(trials, at=at)


@trail.action("trials.go-live", _("On air"), key=True)
def go_live(*, actor: Actor, ids: Ids, at: datetime | None = None) -> None:
    """Note that they are on air, half an hour before the slot at the earliest.

    Raises:
        Refused: trial-too-early.
    """
    at = at or clock.now()
    trials = TRIALS.locked(actor, ids, "go-live")
    _check_begun(trials, at + EARLY)
    move(trials, "go_live", at=at, went_live_at=at)
    board.close(trials, at=at)


def _check_begun(trials: list[Trial], at: datetime) -> None:
    for trial in trials:
        if trial.during.lower > at:
            raise Refused(
                "trial-too-early",
                name=trial.candidate.person.name,
                starts=clock.local(trial.during.lower),
            )


@trail.action("trials.finish", _("Trial finished"), key=True)
def finish(*, actor: Actor, ids: Ids, at: datetime | None = None) -> None:
    """Note that they are off air; the base's mentors owe a result.

    The slot's mentor alone, if they still are one there.
    """
    at = at or clock.now()
    trials = TRIALS.locked(actor, ids, "finish")
    move(trials, "finish", at=at, ended_at=at)
    board.open_for(
        trials,
        "trial-result",
        Role.MENTOR,
        at=at,
        due=at + RESULT_WITHIN,
        url=lambda trial: f"/trials/{trial.pk}/",
        base=lambda trial: trial.slot.room.base_id,
        person=lambda trial: trial.slot.mentor_id,
    )


@trail.action("trials.abort", _("Trial broken off"), key=True)
def abort(*, actor: Actor, ids: Ids, reason: str, at: datetime | None = None) -> None:
    """Note that they went off air for something that happened."""
    at = at or clock.now()
    trials = TRIALS.locked(actor, ids, "abort")
    move(trials, "abort", at=at, ended_at=at)


@trail.action("trials.no-show", _("Didn't come to the trial"), key=True)
def no_show(*, actor: Actor, ids: Ids, reason: str, at: datetime | None = None) -> None:
    """Note that they weren't there when the slot began.

    Raises:
        Refused: trial-too-early.
    """
    at = at or clock.now()
    trials = TRIALS.locked(actor, ids, "no-show")
    _check_begun(trials, at)
    move(trials, "no_show", at=at)
    board.close(trials, at=at)


@trail.action("trials.cancel", _("Trial cancelled"), key=True)
def cancel(*, actor: Actor, ids: Ids, reason: str, at: datetime | None = None) -> None:
    """Call trials off and tell the colleges; the seats are free again."""
    _cancel(TRIALS.locked(actor, ids, "cancel"), at or clock.now())


def _cancel(trials: list[Trial], at: datetime) -> None:
    move(trials, "cancel", at=at)
    board.close(trials, at=at)
    tell_campuses("trial-cancelled", trials, at=at)


@trail.action("trials.cancel-of-left", _("Trial cancelled"), key=True)
def cancel_of_left(*, actor: Actor, at: datetime | None = None) -> None:
    """Call off what is to come of who left or whose internship is suspended."""
    at = at or clock.now()
    left, resting = of_those_gone(actor)
    for rows, reason in (
        (left, gettext("Left the programme")),
        (resting, gettext("Internship suspended")),
    ):
        trials = list(rows.select_for_update(of=("self",)).order_by("pk"))
        if trials:
            trail.because(reason)
            _cancel(trials, at)


@trail.action("trials.enter-result", _("Result entered"))
def enter_result(
    *,
    actor: Actor,
    trial_id: int,
    numbers: Mapping[str, Any],
    at: datetime | None = None,
) -> Result:
    """Enter a finished trial's numbers, or correct them while the round is open.

    Args:
        numbers: fields of the result; what isn't given stays as it was.

    Raises:
        Refused: round-closed, result-too-long, result-contradicts.
    """
    at = at or clock.now()
    (trial,) = TRIALS.locked(actor, [trial_id], "enter-result")
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
    """The round stays open until the result is written; a mentor sees no rounds."""
    if not Round.objects.select_for_update().get(pk=round_.pk).is_open:
        raise Refused("round-closed")
