"""Doors into screening."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from candidates.register.access import CANDIDATES
from candidates.register.actions import change_stage
from candidates.register.models import Candidate
from candidates.rosters.actions import close_called
from candidates.screening.access import SCREENINGS
from candidates.screening.models import Screening
from spark.accounts.models import Role
from spark.accounts.verbs import verb
from spark.duties import board


@verb(
    SCREENINGS,
    source=CANDIDATES,
    roles={Role.OFFICE},
    label=_("Called to screening"),
    name="enter",
    key=True,
)
def register_to_screening(candidates: Sequence[Candidate], *, at: datetime) -> None:
    """Open a screening for registered candidates and a duty: reviewers have to come."""
    change_stage(candidates, Candidate.enter_screening, at=at)
    records = Screening.objects.bulk_create(
        Screening(candidate=candidate, state_since=at) for candidate in candidates
    )
    _ask(records, at)
    close_called(candidates, at=at)


def _ask(records: Sequence[Screening], at: datetime) -> None:
    """Reviewers of a blind batch know of nobody until the office gives them some."""
    blind = [record for record in records if record.candidate.batch.blind]
    seen = [record for record in records if not record.candidate.batch.blind]
    due = at + timedelta(days=7)
    board.open_for(seen, "screening-review", Role.REVIEWER, at=at, due=due)
    board.open_for(blind, "screening-assign", Role.OFFICE, at=at, due=due)
