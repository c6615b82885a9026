"""Jobs of the register."""

from celery import shared_task

from candidates.register import actions
from candidates.register.sheets import exporting, importing


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


@shared_task(name="register.write_export")
def write_export(pk: int) -> None:
    exporting.write_export(pk)


@shared_task(name="register.resume_exports")
def resume_exports() -> None:
    exporting.resume_exports()


@shared_task(name="register.forget_exports")
def forget_exports() -> None:
    actions.forget_exports()
