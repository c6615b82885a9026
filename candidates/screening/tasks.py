"""Jobs of screening."""

from celery import shared_task

from candidates.screening import actions
from spark import clock
from spark.accounts.scope import SYSTEM


@shared_task(name="screening.ask_to_move_up")
def ask_to_move_up() -> None:
    actions.ask_to_move_up()


@shared_task(name="screening.move_absent")
def move_absent() -> None:
    actions.move_absent(actor=SYSTEM)


@shared_task(name="screening.watch")
def watch() -> None:
    actions.watch(actor=SYSTEM, at=clock.now())


@shared_task(name="screening.release")
def release(pk: int) -> None:
    actions.work_release(pk)


@shared_task(name="screening.resume_releases")
def resume_releases() -> None:
    actions.resume_releases(clock.now())
