"""Forgetting log-ins."""

from celery import shared_task

from spark.accounts import sessions


@shared_task(name="accounts.forget")
def forget() -> None:
    sessions.forget_expired()
