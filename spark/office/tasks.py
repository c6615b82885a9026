"""Jobs of the office."""

from celery import shared_task

from spark.office import holidays


@shared_task(name="office.ask_for_holidays")
def ask_for_holidays() -> None:
    holidays.sweep()
