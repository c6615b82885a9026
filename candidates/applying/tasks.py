"""Jobs of applications."""

from celery import shared_task

from candidates.applying import actions


@shared_task(name="applying.forget")
def forget() -> None:
    actions.forget()
