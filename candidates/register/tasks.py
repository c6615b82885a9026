"""Jobs of the register."""

from celery import shared_task

from candidates.register.sheets import importing


@shared_task(name="register.import_roster")
def import_roster(pk: int) -> None:
    importing.import_roster(pk)


@shared_task(name="register.resume_imports")
def resume_imports() -> None:
    importing.resume_imports()


@shared_task(name="register.forget_rosters")
def forget_rosters() -> None:
    importing.forget_rosters()
