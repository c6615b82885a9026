"""Jobs of trials."""

from celery import shared_task

from spark.accounts.scope import SYSTEM
from training.trials import actions


@shared_task(name="trials.cancel_of_left")
def cancel_of_left() -> None:
    actions.cancel_of_left(actor=SYSTEM)


@shared_task(name="trials.solve_round")
def solve_round(pk: int) -> None:
    # numba takes a hundred megabytes, which only this job needs.
    from training.trials.actions.working import work  # noqa: PLC0415

    work(pk)


@shared_task(name="trials.solve_part")
def solve_part(pk: int) -> None:
    from training.trials.actions.working import work_part  # noqa: PLC0415

    work_part(pk)


@shared_task(name="trials.sweep_runs")
def sweep_runs() -> None:
    actions.sweep_runs(actor=SYSTEM)
