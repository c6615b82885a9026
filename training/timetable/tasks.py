"""Jobs of plans."""

from celery import shared_task

from spark.accounts.scope import SYSTEM
from training.timetable import actions


@shared_task(name="trials.solve_round")
def solve_round(pk: int) -> None:
    # numba takes a hundred megabytes, which only this job needs.
    from training.timetable.actions.working import work  # noqa: PLC0415

    work(pk)


@shared_task(name="trials.solve_part")
def solve_part(pk: int) -> None:
    from training.timetable.actions.working import work_part  # noqa: PLC0415

    work_part(pk)


@shared_task(name="trials.publish_plan")
def publish_plan(pk: int) -> None:
    actions.work_publication(pk)


@shared_task(name="trials.sweep_runs")
def sweep_runs() -> None:
    actions.sweep_runs(actor=SYSTEM)
    actions.sweep_publications(actor=SYSTEM)
