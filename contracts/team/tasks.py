"""Jobs of the team."""

from celery import shared_task

from contracts.team import handover


@shared_task(name="team.admit_signed")
def admit_signed() -> None:
    handover.admit_signed()
