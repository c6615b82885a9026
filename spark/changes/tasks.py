"""Jobs of the changes."""

from celery import shared_task

from spark import clock
from spark.changes import ordering


@shared_task(name="changes.forget")
def forget() -> None:
    ordering.forget(clock.now())
