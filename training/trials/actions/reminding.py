"""Candidates are reminded of their trials: the day and the hour before, to confirm."""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from candidates.register.stages import Stage
from spark import clock
from spark.accounts.scope import Actor
from spark.audit import trail
from spark.notifications.reminders import STANDS, Reminder, remind_guests
from training.trials.actions.telling import PLACE, told_clock
from training.trials.models import CONFIRM_BEFORE, Trial
from training.trials.stages import MOVABLE, TrialState

EVE = time(17)  # the day before, when there is an evening left to prepare
HOUR = timedelta(hours=1)
ON_THE_WAY = timedelta(minutes=10)  # before it, nobody is helped by a reminder
DAY = timedelta(days=1)


@trail.action("trials.remind", _("Candidates reminded of trials"), internal=True)
def remind(*, actor: Actor, at: datetime) -> None:
    """Write what is due to be reminded of; safe twice, and late."""
    held = Trial.objects.filter(state__in=MOVABLE).exclude(candidate__stage=Stage.LEFT)
    tomorrow = clock.midnight(clock.day(at) + DAY)
    if at >= clock.at(clock.day(at), EVE):
        remind_guests(
            "own-trial-tomorrow",
            _reminders(held, tomorrow, tomorrow + DAY, lambda trial: tomorrow),
            at=at,
        )
    remind_guests(
        "own-trial-soon",
        _reminders(
            held, at + ON_THE_WAY, at + HOUR, lambda trial: trial.starts_at - ON_THE_WAY
        ),
        at=at,
        urgent=True,
    )
    unsure = held.filter(state=TrialState.PLANNED)
    first = at + CONFIRM_BEFORE
    remind_guests(
        "own-trial-unconfirmed",
        _reminders(unsure, first, first + DAY, lambda trial: trial.confirm_by),
        at=at,
    )


def _reminders(
    trials: QuerySet[Trial],
    after: datetime,
    until: datetime,
    stale_at: Callable[[Trial], datetime],
) -> Iterator[Reminder]:
    """Of those that start then; one that was moved is reminded of again."""
    for trial in trials.filter(starts_at__gte=after, starts_at__lt=until):
        starts = told_clock(trial.starts_at)
        facts = {"trial": trial.pk, "starts": starts}
        facts["until"] = told_clock(trial.confirm_by)
        about = f"{trial.pk}:{starts}"
        yield Reminder(trial.candidate_id, about, facts, stale_at(trial), PLACE)


def _stands(*states: TrialState) -> Callable[[dict], bool]:
    def stands(facts: dict) -> bool:
        trial = Trial.objects.filter(pk=facts["trial"], state__in=states).first()
        return trial is not None and told_clock(trial.starts_at) == facts["starts"]

    return stands


STANDS |= {
    "own-trial-tomorrow": _stands(*MOVABLE),
    "own-trial-soon": _stands(*MOVABLE),
    "own-trial-unconfirmed": _stands(TrialState.PLANNED),
}
