"""Jobs of rosters."""

from celery import shared_task

from candidates.rosters.sheets import importing


@shared_task(name="register.judge_roster")
def judge_roster(pk: int) -> None:
    importing.check_import(pk)


@shared_task(name="register.write_roster")
def write_roster(pk: int) -> None:
    importing.write_import(pk)


@shared_task(name="register.resume_imports")
def resume_imports() -> None:
    importing.resume_imports()


@shared_task(name="register.forget_rosters")
def forget_rosters() -> None:
    importing.forget_rosters()
