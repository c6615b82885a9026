"""Leaving before the first stage; each room lets its own people leave."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from candidates.register.access import CANDIDATES
from candidates.register.actions.moving import check_leaving, leave_pipeline
from candidates.register.models import LeaveReason
from candidates.register.stages import Stage
from spark import clock
from spark.accounts.scope import Actor
from spark.audit import trail


@trail.action("register.leave", _("Left before screening"), key=True)
def leave(
    *,
    actor: Actor,
    ids: Iterable[int],
    left_reason: LeaveReason,
    reason: str,
    at: datetime | None = None,
) -> None:
    """Let registered candidates go who were not called yet.

    Args:
        ids: of candidates.

    Raises:
        Refused: not-your-role, state-moved, leave-reason-unknown.
    """
    candidates = CANDIDATES.locked(actor, ids, "leave")
    check_leaving(candidates, left_reason, stage=Stage.REGISTERED)
    leave_pipeline(candidates, left_reason.slug, at=at or clock.now())
