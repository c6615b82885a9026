"""Jobs of robots."""

from celery import shared_task

from spark import clock
from spark.jobs import enqueue_on_commit
from spark.robots import reminding, sending
from spark.robots.models import GroupMessage

# A turn, then what was begun in it; ended before another may take up its robots.
SOFT_LIMIT = int(sending.TURN + sending.SPEAKING) + 20
HARD_LIMIT = int(sending.LEASE.total_seconds()) - 5


@shared_task(name="robots.send", soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT)
def send() -> None:
    if sending.send_due():  # more may wait than fits into a turn
        enqueue_on_commit("robots.send")


@shared_task(name="robots.forget")
def forget() -> None:
    long_ago = clock.now() - GroupMessage.KEPT
    GroupMessage.objects.filter(created_at__lt=long_ago).delete()


@shared_task(name="robots.remind")
def remind() -> None:
    reminding.remind(clock.now())
