"""Jobs of judging."""

from celery import shared_task

from spark import clock
from spark.accounts.scope import SYSTEM
from training.judging import actions


@shared_task(name="judging.tidy")
def tidy() -> None:
    actions.tidy(actor=SYSTEM, at=clock.now())
