"""Jobs of webhooks."""

from celery import shared_task

from spark import clock
from spark.jobs import enqueue_on_commit
from spark.webhooks import delivering, queueing

# A turn, then what was begun in it; ended before another may take up its deliveries.
SOFT_LIMIT = int(delivering.TURN) + 30
HARD_LIMIT = int(delivering.LEASE.total_seconds()) - 5


@shared_task(name="webhooks.queue")
def queue() -> None:
    if queueing.queue_new():
        enqueue_on_commit("webhooks.deliver")


@shared_task(name="webhooks.deliver", soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT)
def deliver() -> None:
    if delivering.deliver_due():  # more may wait than fits into a turn
        enqueue_on_commit("webhooks.deliver")


@shared_task(name="webhooks.forget")
def forget() -> None:
    queueing.forget(clock.now())
