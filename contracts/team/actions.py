"""Verbs of the team."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from candidates.incubation.actions import ask_to_close
from candidates.register.actions import (
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
from spark import clock
from spark.accounts.models import Role
from spark.accounts.queries import people_with
from spark.accounts.scope import Actor
from spark.audit import trail
from spark.campuses.models import MatrixTeam
from spark.duties import board
from spark.errors import Refused
from spark.notifications import outbox

Ids = Iterable[int]


@trail.action("membership.confirm", _("Confirmed as a formal employee"), key=True)
def confirm(
    *, actor: Actor, ids: Ids, team: MatrixTeam, at: datetime | None = None
) -> None:
    """End probation well and give a place in `team`; the college is told.

    Other teams' managers, who might have done so, no longer read of it.

    Raises:
        Refused: not-your-team.
    """
    at = at or clock.now()
    records = MEMBERSHIPS.locked(actor, ids, "confirm")
    if not teams_of(actor).filter(pk=team.pk).exists():
        raise Refused("not-your-team", status=403)
    move(records, "confirm", at=at, team=team)
    board.close(records, at=at)
    others = people_with(Role.TEAM).exclude(pk__in=people_with(Role.TEAM, team.pk))
    outbox.take_back([board.subject_of(record) for record in records], to=others)
    tell_campuses("membership-confirmed", records, at=at)


@trail.action("membership.go-on-leave", _("Went on leave"))
def go_on_leave(
    *, actor: Actor, ids: Ids, reason: str, at: datetime | None = None
) -> None:
    """Take members off the rota for a while."""
    records = MEMBERSHIPS.locked(actor, ids, "go-on-leave")
    move(records, "go_on_leave", at=at or clock.now())


@trail.action("membership.return-from-leave", _("Back from leave"))
def return_from_leave(*, actor: Actor, ids: Ids, at: datetime | None = None) -> None:
    """Put members back on the rota."""
    records = MEMBERSHIPS.locked(actor, ids, "return-from-leave")
    move(records, "return_from_leave", at=at or clock.now())


@trail.action(
    "membership.leave", _("Left the team"), key=True, formerly="membership.end"
)
def leave(
    *,
    actor: Actor,
    ids: Ids,
    left_reason: LeaveReason,
    reason: str,
    at: datetime | None = None,
) -> None:
    """Let members go.

    The signing officer has to end contracts in force, and their college internships
    that still run.

    Raises:
        Refused: not-your-role, state-moved, leave-reason-unknown.
    """
    at = at or clock.now()
    records = MEMBERSHIPS.locked(actor, ids, "leave")
    candidates = candidates_of(records)
    check_leaving(candidates, left_reason, stage=Stage.MANAGEMENT)
    move(records, "end", at=at)
    board.close(records, at=at)
    leave_pipeline(candidates, left_reason.slug, at=at)
    ask_to_end(candidates, at=at)
    ask_to_close(candidates, at=at)
