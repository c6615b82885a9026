"""Jobs of what is on file about hosts."""

from celery import shared_task

from spark import clock
from spark.accounts.scope import SYSTEM
from training.hosts import actions


@shared_task(name="hosts.remind")
def remind() -> None:
    actions.remind(actor=SYSTEM, at=clock.now())
