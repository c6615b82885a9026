"""Jobs of racing."""

from celery import shared_task

from training.racing import actions


@shared_task(name="racing.ask_to_move_up")
def ask_to_move_up() -> None:
    actions.ask_to_move_up()
