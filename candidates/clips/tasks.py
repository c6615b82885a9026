"""Jobs of clips."""

from celery import shared_task

from candidates.clips import actions
from spark import clock
from spark.accounts.scope import SYSTEM


@shared_task(name="clips.probe")
def probe(*, pk: int) -> None:
    actions.probe(actor=SYSTEM, pk=pk)


@shared_task(name="clips.render")
def render(*, pk: int) -> None:
    actions.render(actor=SYSTEM, pk=pk)


@shared_task(name="clips.clean")
def clean(*, pk: int) -> None:
    actions.clean(pk=pk)


@shared_task(name="clips.sweep")
def sweep() -> None:
    actions.sweep(actor=SYSTEM, at=clock.now())
