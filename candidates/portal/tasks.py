"""Jobs of personal links."""

from celery import shared_task

from candidates.portal import actions
from spark.jobs import enqueue_on_commit
from spark.notifications.tasks import HARD_LIMIT, SOFT_LIMIT


@shared_task(
    name="portal.send_codes", soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT
)
def send_codes(by: str) -> None:
    if actions.send_due(by):  # more may wait than fits into a turn
        enqueue_on_commit("portal.send_codes", by=by)
