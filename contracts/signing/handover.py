"""Doors into signing."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from candidates.register.actions import candidates_of, enter_stage
from contracts.signing.access import CONTRACTS
from contracts.signing.actions import open_draft_duty
from contracts.signing.models import Contract
from spark import clock
from spark.accounts.scope import Actor
from spark.audit import trail
from spark.duties import board
from spark.errors import Refused
from training.course.access import ENROLMENTS
from training.course.stages import State


@trail.action("contract.enter", _("Entered signing, contract drafted"), key=True)
def training_to_signing(
    *, actor: Actor, ids: Iterable[int], at: datetime | None = None
) -> None:
    """Draft contracts for the qualified.

    Args:
        ids: of enrolments, qualified and released.
    """
    at = at or clock.now()
    CONTRACTS.check(actor, "enter")
    enrolments = ENROLMENTS.locked(actor, ids)
    if any(enrolment.state != State.QUALIFIED for enrolment in enrolments):
        raise Refused("not-qualified")
    candidates = candidates_of(enrolments)
    enter_stage(candidates, "enter_signing", at=at)
    board.close(enrolments, at=at)
    records = Contract.objects.bulk_create(
        Contract(candidate=candidate, state_since=at) for candidate in candidates
    )
    open_draft_duty(records, at)
