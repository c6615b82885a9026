"""Jobs of standings."""

from celery import shared_task

from training.standings import actions


@shared_task(name="standings.keep_up")
def keep_up(round_id: int | None = None) -> None:
    """Of one round once a result of it changed; of all from time to time."""
    actions.keep_up(round_id)
