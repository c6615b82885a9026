"""Jobs of trials."""

from celery import shared_task

from spark import clock
from spark.accounts.scope import SYSTEM
from training.trials import actions


@shared_task(name="trials.remind")
def remind() -> None:
    actions.remind(actor=SYSTEM, at=clock.now())


@shared_task(name="trials.cancel_of_left")
def cancel_of_left() -> None:
    actions.cancel_of_left(actor=SYSTEM)


@shared_task(name="trials.judge_again")
def judge_again(candidates: list[int] | None = None) -> None:
    """After a change of what is on file of some candidates, or from time to time."""
    actions.cancel_of_left(actor=SYSTEM)
    actions.judge_all_again(actor=SYSTEM, candidates=candidates)
