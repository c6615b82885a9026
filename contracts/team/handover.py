"""Doors into the team."""

from collections.abc import Sequence
from datetime import datetime

import structlog
from django.utils.translation import gettext_lazy as _

from candidates.register.actions import candidates_of, change_stage
from candidates.register.models import Candidate
from contracts.signing import rules
from contracts.signing.access import CONTRACTS
from contracts.signing.actions import in_force_waiting
from contracts.signing.models import Contract
from contracts.signing.stages import State
from contracts.team.access import MEMBERSHIPS
from contracts.team.models import Membership
from spark import clock
from spark.accounts.models import Role
from spark.accounts.queries import people_with
from spark.accounts.scope import SYSTEM
from spark.accounts.verbs import verb
from spark.duties import board
from spark.errors import Refused
from spark.notifications import outbox
from spark.notifications.batches import of_batch
from spark.robots.telling import tell_groups

log = structlog.get_logger(__name__)


@verb(
    MEMBERSHIPS,
    source=CONTRACTS,
    roles={Role.SIGNING},
    label=_("Entered the team, on probation"),
    name="enter",
    key=True,
)
def signing_to_management(contracts: Sequence[Contract], *, at: datetime) -> None:
    """Open memberships on probation; managers are told and one has to confirm.

    They have as long as probation may last by the contract's term.
    Before there is a team any manager may, who then takes the member into their own.
    """
    if any(contract.state != State.IN_FORCE for contract in contracts):
        raise Refused("contract-not-in-force")
    candidates = candidates_of(contracts)
    change_stage(candidates, Candidate.enter_management, at=at)
    records = Membership.objects.bulk_create(
        Membership(candidate=candidate, state_since=at) for candidate in candidates
    )
    confirm_by = {
        contract.candidate_id: clock.end_of(
            rules.confirmed_by(contract.starts_on, contract.ends_on)  # type: ignore[arg-type]
        )
        for contract in contracts
    }
    board.open_for(
        records,
        "membership-confirm",
        Role.TEAM,
        at=at,
        due=lambda record: confirm_by[record.candidate_id],
        team=lambda record: record.team_id,
    )
    teams = {record.team_id for record in records}
    managers = {team: list(people_with(Role.TEAM, team)) for team in teams}
    batches = {record.candidate.batch_id for record in records}
    said = {batch: of_batch("membership-opened", batch) for batch in batches}
    for record in records:
        outbox.put(
            "membership-opened",
            to=managers[record.team_id],
            subject=board.subject_of(record),
            dedup=f"membership-opened:{record.pk}",
            facts={"count": 1, "name": record.candidate.person.name},
            url=f"/candidates/{record.candidate_id}/",
            at=at,
            of=said[record.candidate.batch_id],
        )
    for team in teams - {None}:
        own = [record for record in records if record.team_id == team]
        tell_groups(
            "membership-opened",
            team=team,
            subject=f"membership-opened:{own[0].pk}+{len(own) - 1}",
            dedup=f"membership-opened:{own[0].pk}",
            facts={"count": len(own)},
            at=at,
            of=said[own[0].candidate.batch_id],
        )


def admit_signed() -> None:
    """Take in everybody whose contract is in force; run by job and sweeper."""
    for contract in in_force_waiting():
        try:
            signing_to_management(actor=SYSTEM, ids=[contract])
        except Refused as refused:
            log.info("not admitted", contract=contract, why=refused.code)
