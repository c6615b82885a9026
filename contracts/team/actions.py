"""Verbs of the team."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from candidates.incubation.actions import ask_to_close
from candidates.register.actions import (
    LEAVES,
    candidates_of,
    check_leaving,
    leave_pipeline,
    move,
    tell_campuses,
)
from candidates.register.models import LeaveReason
from candidates.register.stages import Stage
from contracts.signing.actions import ask_to_end
from contracts.team.access import MEMBERSHIPS, teams_of
from contracts.team.models import Membership
from spark.accounts.models import Role
from spark.accounts.queries import people_with
from spark.accounts.scope import Actor
from spark.accounts.verbs import verb
from spark.campuses.models import MatrixTeam
from spark.duties import board
from spark.errors import Refused
from spark.notifications import outbox


@verb(
    MEMBERSHIPS, roles={Role.TEAM}, label=_("Confirmed as a formal employee"), key=True
)
def confirm(
    records: Sequence[Membership], *, actor: Actor, team: MatrixTeam, at: datetime
) -> None:
    """End probation well and give a place in `team`; the college is told.

    Other teams' managers, who might have done so, no longer read of it.

    Raises:
        Refused: not-your-team.
    """
    if not teams_of(actor).filter(pk=team.pk).exists():
        raise Refused("not-your-team", status=403)
    move(records, Membership.confirm, at=at, team=team)
    board.close(records, at=at)
    others = people_with(Role.TEAM).exclude(pk__in=people_with(Role.TEAM, team.pk))
    outbox.take_back([board.subject_of(record) for record in records], to=others)
    tell_campuses("membership-confirmed", records, at=at)


@verb(
    MEMBERSHIPS,
    roles={Role.TEAM},
    label=_("Went on leave"),
    undone_by="return-from-leave",
)
def go_on_leave(records: Sequence[Membership], *, reason: str, at: datetime) -> None:
    """Take members off the rota for a while."""
    move(records, Membership.go_on_leave, at=at)


@verb(
    MEMBERSHIPS, roles={Role.TEAM}, label=_("Back from leave"), undone_by="go-on-leave"
)
def return_from_leave(records: Sequence[Membership], *, at: datetime) -> None:
    """Put members back on the rota."""
    move(records, Membership.return_from_leave, at=at)


@verb(
    MEMBERSHIPS,
    roles={Role.TEAM},
    label=_("Left the team"),
    follows=LEAVES,
    formerly="membership.end",
    key=True,
    transition=Membership.end,
)
def leave(
    records: Sequence[Membership],
    *,
    left_reason: LeaveReason,
    reason: str,
    at: datetime,
) -> None:
    """Let members go.

    The signing officer has to end contracts in force, and their college internships
    that still run.

    Raises:
        Refused: not-your-role, state-moved, leave-reason-unknown.
    """
    candidates = candidates_of(records)
    check_leaving(candidates, left_reason, stage=Stage.MANAGEMENT)
    move(records, Membership.end, at=at)
    board.close(records, at=at)
    leave_pipeline(candidates, left_reason.slug, at=at)
    ask_to_end(candidates, at=at)
    ask_to_close(candidates, at=at)
