"""Doors into training."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from candidates.incubation.access import INCUBATIONS
from candidates.incubation.stages import State
from candidates.register.actions import candidates_of, enter_stage, tell_campuses
from spark import clock
from spark.accounts.models import Role
from spark.accounts.scope import Actor
from spark.audit import trail
from spark.duties import board
from spark.errors import Refused
from training.course.access import ENROLMENTS
from training.course.models import Enrolment


@trail.action("course.enter", _("Entered training"), key=True)
def incubation_to_training(
    *, actor: Actor, ids: Iterable[int], at: datetime | None = None
) -> None:
    """Enrol interns in training; the internship goes on beside it.

    Args:
        ids: of incubations.
    """
    at = at or clock.now()
    ENROLMENTS.check(actor, "enter")
    incubations = INCUBATIONS.locked(actor, ids)
    if any(incubation.state != State.ACTIVE for incubation in incubations):
        raise Refused("internship-not-active")
    candidates = candidates_of(incubations)
    enter_stage(candidates, "enter_training", at=at)
    records = Enrolment.objects.bulk_create(
        Enrolment(candidate=candidate, state_since=at) for candidate in candidates
    )
    board.open_for(
        records, "training-start", Role.OFFICE, at=at, due=at + timedelta(days=7)
    )
    tell_campuses("training-entered", records, at=at)
