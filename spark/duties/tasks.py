"""Jobs of the duties."""

from celery import shared_task

from spark.duties import board


@shared_task(name="duties.forget")
def forget() -> None:
    board.forget()
