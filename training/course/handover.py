"""Doors into training."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from candidates.incubation.access import INCUBATIONS
from candidates.incubation.models import Incubation
from candidates.incubation.stages import State
from candidates.register.actions import candidates_of, change_stage, tell_campuses
from candidates.register.models import Candidate
from spark.accounts.models import Role
from spark.accounts.verbs import verb
from spark.duties import board
from spark.errors import Refused
from training.course.access import ENROLMENTS
from training.course.models import Enrolment


@verb(
    ENROLMENTS,
    source=INCUBATIONS,
    roles={Role.OFFICE},
    label=_("Entered training"),
    name="enter",
    key=True,
)
def incubation_to_training(incubations: Sequence[Incubation], *, at: datetime) -> None:
    """Enrol interns in training; the internship goes on beside it."""
    if any(incubation.state != State.ACTIVE for incubation in incubations):
        raise Refused("internship-not-active")
    candidates = candidates_of(incubations)
    change_stage(candidates, Candidate.enter_training, at=at)
    records = Enrolment.objects.bulk_create(
        Enrolment(candidate=candidate, state_since=at) for candidate in candidates
    )
    board.open_for(
        records, "training-start", Role.OFFICE, at=at, due=at + timedelta(days=7)
    )
    tell_campuses("training-entered", records, at=at)
