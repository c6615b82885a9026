"""Forgetting log-ins, the morning's reminders, and mail that comes back."""

from celery import shared_task

from spark import clock
from spark.accounts import reminding, sessions
from spark.accounts.people import returning
from spark.accounts.security import log


@shared_task(name="accounts.forget")
def forget() -> None:
    sessions.forget_expired()
    log.forget_old()


@shared_task(name="accounts.remind")
def remind() -> None:
    reminding.remind(clock.now())


@shared_task(name="accounts.read_returns")
def read_returns() -> None:
    returning.read_mailbox()
