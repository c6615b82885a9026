"""Jobs of the API."""

from celery import shared_task

from spark import clock
from spark.rest import repeats


@shared_task(name="rest.forget")
def forget() -> None:
    repeats.forget(clock.now())
