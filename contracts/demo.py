"""The demo's contracts and memberships."""

from datetime import datetime, timedelta

from contracts.signing import actions
from contracts.signing.handover import training_to_signing
from contracts.signing.models import Contract
from contracts.team.actions import confirm
from contracts.team.handover import signing_to_management
from contracts.team.models import Membership
from spark.accounts.scope import SYSTEM
from spark.campuses.models import MatrixTeam
from training.course.models import Enrolment
from training.course.stages import State


def teams() -> MatrixTeam:
    return MatrixTeam.objects.create(name_zh="源头好物一队", name_en="Source Team One")


def life(team: MatrixTeam, now: datetime) -> None:
    """Contracts at every step, two people in the team, one of them confirmed."""
    qualified = Enrolment.objects.filter(state=State.QUALIFIED).order_by("pk")
    at = now - timedelta(days=7)
    enrolments = list(qualified.values_list("pk", flat=True))
    training_to_signing(actor=SYSTEM, ids=enrolments[1:], at=at)
    ids = list(Contract.objects.order_by("pk").values_list("pk", flat=True))
    start = now.date() - timedelta(days=3)
    actions.issue(
        actor=SYSTEM,
        ids=ids[1:],
        employer="杭州源选传媒有限公司",
        position="主播",
        starts_on=start,
        ends_on=start + timedelta(days=3 * 365),
        at=at + timedelta(days=1),
    )
    signed = (at + timedelta(days=2)).date()
    actions.sign(actor=SYSTEM, ids=ids[2:], signed_on=signed, at=at + timedelta(days=2))
    at += timedelta(days=3)
    actions.countersign(actor=SYSTEM, ids=ids[3:], signed_on=at.date(), at=at)
    signing_to_management(actor=SYSTEM, ids=ids[3:], at=at)
    first = Membership.objects.order_by("pk").first()
    if first is not None:
        confirm(actor=SYSTEM, ids=[first.pk], team=team, at=now - timedelta(days=1))
