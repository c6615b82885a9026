"""The end of contracts in force."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from candidates.incubation.actions import ask_to_close
from candidates.register.actions import candidates_of, leave_pipeline, move
from candidates.register.models import Candidate
from candidates.register.stages import Stage, SystemReason
from contracts.signing.access import CONTRACTS
from contracts.signing.models import Contract
from contracts.signing.stages import State
from spark.accounts.models import Role
from spark.accounts.verbs import verb
from spark.duties import board
from spark.errors import Refused


@verb(
    CONTRACTS,
    roles={Role.SIGNING},
    label=_("Contract ended"),
    follows=_("The contract is no longer in force from now on. It can't be undone."),
    key=True,
)
def end(records: Sequence[Contract], *, reason: str, at: datetime) -> None:
    """End contracts in force once the membership has ended.

    Raises:
        Refused: membership-first, while the candidate is still in the team.
    """
    candidates = candidates_of(records)
    if any(candidate.stage == Stage.MANAGEMENT for candidate in candidates):
        raise Refused("membership-first")
    move(records, Contract.end, at=at)
    board.close(records, at=at)
    here = [c for c in candidates if c.stage == Stage.SIGNING]
    leave_pipeline(here, SystemReason.ENDED, at=at)
    ask_to_close(here, at=at)


def ask_to_end(candidates: Iterable[Candidate], *, at: datetime) -> None:
    """Have the signing officer end the contracts in force of who left the team."""
    records = Contract.objects.filter(candidate__in=candidates, state=State.IN_FORCE)
    board.open_for(
        records.select_related("candidate__person"),
        "contract-end",
        Role.SIGNING,
        at=at,
        due=at + timedelta(days=7),
    )
