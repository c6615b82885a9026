"""Doors into signing."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from candidates.register.actions import candidates_of, change_stage
from candidates.register.models import Candidate
from contracts.signing.access import CONTRACTS
from contracts.signing.actions import open_draft_duty
from contracts.signing.models import Contract
from spark.accounts.models import Role
from spark.accounts.verbs import verb
from spark.duties import board
from spark.errors import Refused
from training.course.access import ENROLMENTS
from training.course.models import Enrolment
from training.course.stages import State


@verb(
    CONTRACTS,
    source=ENROLMENTS,
    roles={Role.SIGNING},
    label=_("Entered signing, contract drafted"),
    name="enter",
    key=True,
)
def training_to_signing(enrolments: Sequence[Enrolment], *, at: datetime) -> None:
    """Draft contracts for the qualified."""
    if any(enrolment.state != State.QUALIFIED for enrolment in enrolments):
        raise Refused("not-qualified")
    candidates = candidates_of(enrolments)
    change_stage(candidates, Candidate.enter_signing, at=at)
    board.close(enrolments, at=at)
    records = Contract.objects.bulk_create(
        Contract(candidate=candidate, state_since=at) for candidate in candidates
    )
    open_draft_duty(records, at)
