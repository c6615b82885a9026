"""Jobs of consents."""

from celery import shared_task

from candidates.consents import actions
from spark import clock
from spark.accounts.scope import SYSTEM


@shared_task(name="consents.watch")
def watch() -> None:
    actions.watch(actor=SYSTEM, at=clock.now())
