"""Jobs of personal links."""

from celery import shared_task

from candidates.portal import actions
from spark.notifications.tasks import HARD_LIMIT, SOFT_LIMIT


@shared_task(
    name="portal.send_codes", soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT
)
def send_codes(by: str) -> None:
    actions.send_due(by)
