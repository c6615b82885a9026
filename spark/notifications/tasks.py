"""Delivery, forgetting, and the sign of life that /healthz looks for."""

from celery import shared_task
from django.core.cache import cache

from spark import clock
from spark.notifications import outbox

PULSE = "pulse"


@shared_task(name="notifications.deliver")
def deliver() -> None:
    outbox.deliver_due()


@shared_task(name="notifications.forget")
def forget() -> None:
    outbox.forget()


@shared_task(name="notifications.pulse")
def pulse() -> None:
    """Runs only if beat sent it and a worker took it."""
    cache.set(PULSE, clock.now().timestamp(), timeout=None)
