"""Doors into incubation."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from django.utils.translation import gettext_lazy as _

from candidates.incubation.access import INCUBATIONS
from candidates.incubation.models import Incubation
from candidates.register.actions import candidates_of, change_stage, tell_campuses
from candidates.register.models import Candidate
from candidates.register.stages import Stage
from candidates.screening.access import SCREENINGS
from candidates.screening.models import Screening
from candidates.screening.stages import State
from spark.accounts.models import Role
from spark.accounts.scope import SYSTEM
from spark.accounts.verbs import verb
from spark.duties import board
from spark.errors import Refused

log = structlog.get_logger(__name__)


@verb(
    INCUBATIONS,
    source=SCREENINGS,
    roles={Role.OFFICE},
    label=_("Entered incubation"),
    name="enter",
    key=True,
)
def screening_to_incubation(screenings: Sequence[Screening], *, at: datetime) -> None:
    """Open incubations for the passed; their colleges have a week for the papers."""
    if any(screening.state != State.PASSED for screening in screenings):
        raise Refused("state-moved")
    candidates = candidates_of(screenings)
    change_stage(candidates, Candidate.enter_incubation, at=at)
    records = Incubation.objects.bulk_create(
        Incubation(candidate=candidate, state_since=at) for candidate in candidates
    )
    board.open_for(
        records,
        "incubation-papers",
        Role.COORDINATOR,
        at=at,
        due=at + timedelta(days=7),
    )
    tell_campuses("incubation-opened", records, at=at)


def passed_waiting(limit: int = 200) -> list[int]:
    """Screenings passed and released whose candidate hasn't entered incubation yet."""
    return list(
        Screening.objects.filter(
            state=State.PASSED, candidate__stage=Stage.SCREENING
        ).values_list("pk", flat=True)[:limit]
    )


def admit_passed() -> None:
    """Take in everybody who waits; run after each release and by a sweeper.

    All at once, so a college gets one message; one by one if somebody is in the way.
    """
    waiting = passed_waiting()
    if not waiting:
        return
    try:
        screening_to_incubation(actor=SYSTEM, ids=waiting)
    except Refused:
        for screening in waiting:
            try:
                screening_to_incubation(actor=SYSTEM, ids=[screening])
            except Refused as refused:
                log.info("not admitted", screening=screening, why=refused.code)
