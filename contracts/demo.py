"""The demo's contracts and memberships."""

from datetime import datetime, timedelta

from candidates.demo import Cast, Part, beyond, ending, records
from candidates.demo.waves import AUTUMN, CHENGDU, SPRING
from contracts.signing import actions as signing
from contracts.signing.handover import training_to_signing
from contracts.signing.models import Contract
from contracts.team import actions as team
from contracts.team.access import teams_of
from contracts.team.handover import signing_to_management
from contracts.team.models import Membership
from spark import months
from spark.accounts.scope import SYSTEM
from spark.campuses.models import Base
from training.course.models import Enrolment

EMPLOYER = "杭州源选传媒有限公司"
# Months; by the law the shorter term's probation ends within days.
TERMS = {"summer": 24}
USUAL_TERM = 36
# Where people work; fen a month.
PLACES = {SPRING: "HZYT", AUTUMN: "HZYT", CHENGDU: "CDPD"}
PAY, PROBATION_PAY = 650_000, 560_000
REASON = ""
STEPS = ["draft", "issued", "signed", "in_force"]
# How far a contract got that came to nothing, or is drafted again.
REACHED = {
    "again": "draft",
    "void": "draft",
    "left": "draft",
    "expired": "issued",
    "declined": "issued",
    "cancelled": "in_force",
}


def sign(cast: Cast) -> None:
    """Contracts at every step, some that came to nothing."""
    for group in cast.waves("signing"):
        _draft(cast, group)
        _issue(cast, group)
        _sign(cast, group)
        _countersign(cast, group)
        _fail(cast, group)


def _reaching(group: list[Part], step: str) -> list[Part]:
    """The people whose contract got to the step, or further."""

    def reached(part: Part) -> int:
        if part.fate.stage == "management":
            return len(STEPS)
        end = part.fate.end
        return STEPS.index(REACHED.get(end, end))

    return [part for part in group if reached(part) >= STEPS.index(step)]


def _moments(
    cast: Cast, group: list[Part], step: str, day: str, clock: str, term: int
) -> list[tuple[datetime, list[Part]]]:
    """When each contract took the step: lately, if it waits for the next one."""
    here = ending(group, "signing", step)
    others = [part for part in _reaching(group, step) if part not in here]
    moments = [(cast.at(group[0], day, clock), others)] if others else []
    return [*moments, *cast.clock.spread(here, term, first=-1 if term == 7 else 0)]


def _draft(cast: Cast, group: list[Part]) -> None:
    for at, some in _moments(cast, group, "draft", "drafted", "16:45", 5):
        ids = records(Enrolment, some)
        training_to_signing(actor=cast.staff.signing, ids=ids, at=at)


def _issue(cast: Cast, group: list[Part]) -> None:
    wave = group[0].wave
    first = cast.clock.working(cast.clock.day(wave.days["in_force"] - 7))
    term = TERMS.get(wave.name, USUAL_TERM)
    for at, some in _moments(cast, group, "issued", "issued", "17:05", 7):
        signing.issue(
            actor=cast.staff.signing,
            ids=records(Contract, some),
            employer=EMPLOYER,
            position="主播",
            starts_on=first,
            ends_on=months.last_day(first, term),
            base=Base.objects.get(code=PLACES[wave.batch]),
            pay_fen=PAY,
            probation_pay_fen=PROBATION_PAY,
            reason=REASON,
            at=at,
        )


def _sign(cast: Cast, group: list[Part]) -> None:
    for at, some in _moments(cast, group, "signed", "signed", "17:15", 3):
        ids = records(Contract, some)
        signing.sign(actor=cast.staff.signing, ids=ids, signed_on=at.date(), at=at)


def _countersign(cast: Cast, group: list[Part]) -> None:
    """Countersign, and take into the team."""
    at = cast.at(group[0], "in_force", "17:25")
    signed = _reaching(group, "in_force")
    ids = records(Contract, signed)
    signing.countersign(actor=cast.staff.signing, ids=ids, signed_on=at.date(), at=at)
    members = records(Contract, beyond(signed, "signing"))
    at += timedelta(minutes=1)
    signing_to_management(actor=SYSTEM, ids=members, at=at)


def _fail(cast: Cast, group: list[Part]) -> None:
    """Contracts withdrawn, expired, declined, ended before the first working day."""
    officer, at = cast.staff.signing, cast.at(group[0], "signed", "17:35")
    again = records(Contract, ending(group, "signing", "again"))
    void = records(Contract, ending(group, "signing", "void"))
    reason = "岗位由主播改为助播，重拟合同"
    signing.void(actor=officer, ids=again, reason=reason, at=at)
    voided = cast.clock.due(3, within=2)
    signing.void(actor=officer, ids=void, reason=reason, at=voided)
    signing.draft_again(actor=officer, ids=again, at=cast.clock.due(5, within=2))
    expired = records(Contract, ending(group, "signing", "expired"))
    signing.expire(actor=officer, ids=expired, at=cast.clock.due(3, within=1))
    declined = records(Contract, ending(group, "signing", "declined"))
    reason = "本人决定继续升学，不签约"
    signing.decline(actor=officer, ids=declined, reason=reason, at=at)
    cancelled = records(Contract, ending(group, "signing", "cancelled"))
    reason = "入职体检未通过，到岗前协商解除"
    at = cast.at(group[0], "in_force", "17:35")
    signing.end(actor=officer, ids=cancelled, reason=reason, at=at)
    left = ending(group, "signing", "left")
    at = cast.at(group[0], "signed", "17:45")
    cast.let_go(signing.leave, officer, left, records(Contract, left), at)


def manage(cast: Cast) -> None:
    """People in the teams: confirmed, on leave, back, gone."""
    for group in cast.waves("management"):
        if "confirmed" in group[0].wave.days:
            _confirm(cast, group)
            _away(cast, group)
            _part(cast, group)


def _confirm(cast: Cast, group: list[Part]) -> None:
    """Confirm them by two managers, each into their own team, on different days."""
    staff, days = cast.staff, group[0].wave.days["confirmed"]
    tried = ending(group, "management", "probation", "failed")
    confirmed = [part for part in beyond(group, "signing") if part not in tried]
    others = ending(confirmed, "management", "confirmed")[::3]
    own = [part for part in confirmed if part not in others]
    moments = ((staff.team, own, days), (staff.second_team, others, days - 5))
    for manager, some, ago in moments:
        place = teams_of(manager).get()
        ids = records(Membership, some)
        at = cast.clock.at(ago, "10:30")
        team.confirm(actor=manager, ids=ids, team=place, at=at)


def _away(cast: Cast, group: list[Part]) -> None:
    away = records(Membership, ending(group, "management", "on_leave", "returned"))
    manager = cast.staff.team
    at = cast.clock.at(24, "11:10")
    team.go_on_leave(actor=manager, ids=away, reason="声带小结，休病假四周", at=at)
    back = records(Membership, ending(group, "management", "returned"))
    at = cast.clock.at(4, "09:15")
    team.return_from_leave(actor=manager, ids=back, at=at)


def _part(cast: Cast, group: list[Part]) -> None:
    """Members leave; contracts of those who left lately are still to be ended."""
    gone = ending(group, "management", "left", "failed")
    lately = ending(group, "management", "leaving")
    manager = cast.staff.team
    moments = [(cast.clock.at(37, "15:00"), gone)]
    for at, some in [*moments, *cast.clock.spread(lately, 7)]:
        cast.let_go(team.leave, manager, some, records(Membership, some), at)
    signing.end(
        actor=cast.staff.signing,
        ids=records(Contract, gone),
        reason="离职手续办结，出具解除劳动合同证明",
        at=cast.clock.at(33, "14:30"),
    )
