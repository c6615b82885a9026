"""Doors into screening."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from candidates.register.access import CANDIDATES
from candidates.register.actions import enter_stage
from candidates.screening.access import SCREENINGS
from candidates.screening.models import Screening
from spark import clock
from spark.accounts.models import Role
from spark.accounts.scope import Actor
from spark.audit import trail
from spark.duties import board


@trail.action("screening.enter", _("Called to screening"), key=True)
def register_to_screening(
    *, actor: Actor, ids: Iterable[int], at: datetime | None = None
) -> None:
    """Open a screening for registered candidates and a duty for reviewers.

    Args:
        ids: of candidates.
    """
    at = at or clock.now()
    SCREENINGS.check(actor, "enter")
    candidates = CANDIDATES.locked(actor, ids)
    enter_stage(candidates, "enter_screening", at=at)
    records = Screening.objects.bulk_create(
        Screening(candidate=candidate, state_since=at) for candidate in candidates
    )
    board.open_for(
        records, "screening-review", Role.REVIEWER, at=at, due=at + timedelta(days=7)
    )
