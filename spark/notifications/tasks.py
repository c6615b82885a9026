"""Delivery, forgetting, and the signs of life that /healthz looks for."""

from celery import shared_task
from django.core.cache import cache

from spark import clock
from spark.jobs import enqueue_on_commit
from spark.notifications import delivery, outbox, reaching

# Ends what nothing else has ended, before another worker may take it up.
SOFT_LIMIT = int((delivery.LEASE - delivery.ANSWER).total_seconds())
HARD_LIMIT = int((delivery.LEASE - delivery.ANSWER / 4).total_seconds())


@shared_task(
    name="notifications.deliver", soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT
)
def deliver() -> None:
    if delivery.deliver_due():  # more may wait than fits into a turn
        enqueue_on_commit("notifications.deliver")


@shared_task(
    name="notifications.reach", soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT
)
def reach(by: str) -> None:
    reaching.reach_due(by)


@shared_task(name="notifications.forget")
def forget() -> None:
    outbox.forget()


@shared_task(name="notifications.pulse")
def pulse(queue: str) -> None:
    """Runs only if beat sent it and a worker of that queue took it."""
    cache.set(pulse_key(queue), clock.now().timestamp(), timeout=None)


def pulse_key(queue: str) -> str:
    return f"pulse:{queue}"
