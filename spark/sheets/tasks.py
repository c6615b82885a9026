"""Jobs of sheets."""

from celery import shared_task

from spark.sheets import importing


@shared_task(name="sheets.forget")
def forget() -> None:
    importing.forget_old()
