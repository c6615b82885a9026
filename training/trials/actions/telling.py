"""What candidates are told of their own trials."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

from candidates.register.actions import tell_candidates
from spark import clock
from spark.notifications import quiet
from training.trials.models import Trial

PLACE = "/my/#trials"


def told_clock(moment: datetime) -> str:
    """As it stays right, in any language, however long it goes unread."""
    return f"{clock.local(moment):%Y-%m-%d %H:%M}"


def tell_planned(trials: Iterable[Trial], *, at: datetime) -> None:
    _tell("own-trial-planned", trials, at)


def tell_moved(trials: Iterable[tuple[Trial, datetime]], *, at: datetime) -> None:
    """Each with when it began before."""
    moved = list(trials)
    was = {trial.pk: before for trial, before in moved}
    _tell("own-trial-moved", [trial for trial, _before in moved], at, was)


def tell_cancelled(trials: Iterable[Trial], *, at: datetime) -> None:
    _tell("own-trial-cancelled", trials, at)


def _tell(
    kind: str,
    trials: Iterable[Trial],
    at: datetime,
    was: Mapping[int, datetime] = MappingProxyType({}),
) -> None:
    """What happens, or would have happened, within hours is never held.

    Args:
        was: when they began before, by their keys.
    """

    def facts(trial: Trial) -> dict:
        before = {"was": told_clock(was[trial.pk])} if trial.pk in was else {}
        return {"starts": told_clock(trial.during.lower), **before}

    def is_soon(trial: Trial) -> bool:
        moments = {trial.during.lower, was.get(trial.pk, trial.during.lower)}
        return any(quiet.is_soon(moment, at) for moment in moments)

    tell_candidates(kind, trials, facts, at=at, url=PLACE, urgent=is_soon)
