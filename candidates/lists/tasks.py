"""Jobs that write lists taken out."""

from celery import shared_task

from candidates.lists import actions
from candidates.lists.sheets import exporting


@shared_task(name="register.write_export")
def write_export(pk: int) -> None:
    exporting.write_export(pk)


@shared_task(name="register.resume_exports")
def resume_exports() -> None:
    exporting.resume_exports()


@shared_task(name="register.forget_exports")
def forget_exports() -> None:
    actions.forget_exports()
