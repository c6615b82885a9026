"""Jobs of trials."""

from celery import shared_task

from spark.accounts.scope import SYSTEM
from training.trials import actions


@shared_task(name="trials.cancel_of_left")
def cancel_of_left() -> None:
    actions.cancel_of_left(actor=SYSTEM)
