"""Leaving before the first stage; each room lets its own people leave."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from candidates.register.access import CANDIDATES, SYSTEMS
from candidates.register.actions.moving import LEAVES, check_leaving, leave_pipeline
from candidates.register.models import Candidate, LeaveReason
from candidates.register.stages import Stage
from spark.accounts.verbs import verb


@verb(
    CANDIDATES,
    roles=SYSTEMS,
    label=_("Left before screening"),
    follows=LEAVES,
    when=lambda candidate: candidate.stage == Stage.REGISTERED,
    key=True,
)
def leave(
    candidates: Sequence[Candidate],
    *,
    left_reason: LeaveReason,
    reason: str,
    at: datetime,
) -> None:
    """Let registered candidates go who were not called yet.

    Raises:
        Refused: not-your-role, state-moved, leave-reason-unknown.
    """
    check_leaving(candidates, left_reason, stage=Stage.REGISTERED)
    leave_pipeline(candidates, left_reason.slug, at=at)
