"""Jobs of incubation."""

from celery import shared_task

from candidates.incubation import handover


@shared_task(name="incubation.admit_passed")
def admit_passed() -> None:
    handover.admit_passed()
