"""Jobs of many rows."""

from celery import shared_task

from spark.resources import jobs


@shared_task(name="resources.work")
def work(pk: int) -> None:
    jobs.work(pk)


@shared_task(name="resources.resume")
def resume() -> None:
    jobs.resume()


@shared_task(name="resources.forget")
def forget() -> None:
    jobs.forget()
