"""What candidates are told of their own trials."""

from collections.abc import Iterable
from datetime import datetime

from candidates.register.actions import tell_candidates
from spark import clock
from training.trials.models import Trial

PLACE = "/my/#trials"


def told_clock(moment: datetime) -> str:
    """As it stays right, in any language, however long it goes unread."""
    return f"{clock.local(moment):%Y-%m-%d %H:%M}"


def _starts(trial: Trial) -> dict:
    return {"starts": told_clock(trial.during.lower)}


def tell_planned(trials: Iterable[Trial], *, at: datetime) -> None:
    tell_candidates("own-trial-planned", trials, _starts, at=at, url=PLACE)


def tell_moved(trials: Iterable[tuple[Trial, datetime]], *, at: datetime) -> None:
    """Each with when it began before."""
    moved = list(trials)
    was = {trial.pk: told_clock(before) for trial, before in moved}
    tell_candidates(
        "own-trial-moved",
        [trial for trial, _before in moved],
        lambda trial: _starts(trial) | {"was": was[trial.pk]},
        at=at,
        url=PLACE,
    )


def tell_cancelled(trials: Iterable[Trial], *, at: datetime) -> None:
    tell_candidates("own-trial-cancelled", trials, _starts, at=at, url=PLACE)
