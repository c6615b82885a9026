"""What must be on file before an internship may start."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from candidates.consents.rules import to_take_part
from candidates.incubation.rules.bounds import Bound, level_beyond
from candidates.register.rules import MINIMUM_AGE, Finding, Term, age_on


@dataclass(frozen=True)
class Before:
    """The internship that is taken up again: when it ended, and if before its time."""

    ended_on: date
    broken_off: bool


@dataclass(frozen=True)
class Host:
    """The base where the internship is to be.

    Args:
        interns: there at any time of these days, those to start among them.
        staff, post_staff: without interns, of the unit and of the post; None if nobody
            has entered them, as `minimum_wage_fen` of its region on the first day.
    """

    name: str
    interns: int
    staff: int | None
    post_staff: int | None
    minimum_wage_fen: int | None


@dataclass(frozen=True)
class Papers:
    """What the college filed about one internship.

    Args:
        limits: in force at the base on the first day, by code: `internship_days`,
            `interns_of_staff`, `interns_of_post`, `pay_of_post`.
        pay_fen, post_pay_fen: a month, the intern's and of the same post on probation.
        before: that of the same person before it, whose papers went with it.
        begun_on: the day on which somebody lets it begin; None if it has long.
        guardian: the time for which a minor's guardian consents.
    """

    starts_on: date
    ends_on: date
    birth_date: date
    agreement_on: date | None
    consent_on: date | None
    policy_number: str
    insured_until: date | None
    mentor_name: str
    teacher_name: str
    limits: Mapping[Any, Bound]
    host: Host | None = None
    pay_fen: int | None = None
    post_pay_fen: int | None = None
    before: Before | None = None
    begun_on: date | None = None
    guardian: Term | None = None


def may_start(papers: Papers) -> list[Finding]:
    """What stands against the internship starting, hardest first."""
    block: Final = "block"
    found: list[Finding] = []
    if age_on(papers.birth_date, papers.starts_on) < MINIMUM_AGE:
        found.append(Finding("intern-under-16", block, "internship-rules-16"))
    elif papers.begun_on:
        day = max(papers.starts_on, papers.begun_on)
        found += to_take_part(papers.birth_date, day, papers.guardian)
    if papers.agreement_on is None or papers.agreement_on > papers.starts_on:
        found.append(Finding("agreement-missing", block, "internship-rules"))
    if papers.consent_on is None or papers.consent_on > papers.starts_on:
        found.append(Finding("consent-missing", block, "internship-rules"))
    if not papers.policy_number or papers.insured_until is None:
        found.append(Finding("insurance-missing", block, "internship-rules"))
    elif papers.insured_until < papers.ends_on:
        short = (papers.ends_on - papers.insured_until).days
        facts: dict[str, object] = {
            "insured_until": papers.insured_until,
            "ends_on": papers.ends_on,
            "short": short,
        }
        found.append(Finding("insurance-short", block, "internship-rules", facts))
    if not papers.mentor_name or not papers.teacher_name:
        found.append(Finding("mentor-missing", block, "internship-rules"))
    if papers.before:
        found += _of_before(papers, papers.before)
    found += [*_length(papers), *_share(papers), *_pay(papers)]
    return sorted(found, key=lambda finding: finding.level != "block")


def _of_before(papers: Papers, before: Before) -> list[Finding]:
    """What was signed for an internship that ended is no agreement on another.

    One that ran its time may have been ended by mistake: whoever says so goes on.
    """
    signed = [day for day in (papers.agreement_on, papers.consent_on) if day]
    if all(day >= before.ended_on for day in signed):
        return []
    level: Literal["block", "warn"] = "block" if before.broken_off else "warn"
    facts: dict[str, object] = {"ended_on": before.ended_on}
    return [Finding("papers-of-before", level, "internship-rules", facts)]


def _length(papers: Papers) -> list[Finding]:
    bound = papers.limits["internship_days"]
    days = (papers.ends_on - papers.starts_on).days
    if days <= bound.value:
        return []
    return [_beyond(bound, "internship-long", "internship-rules", days=days)]


def _share(papers: Papers) -> list[Finding]:
    """How many interns the unit has, to its staff and to that of the same post."""
    host, article = papers.host, "internship-rules"
    if host is None:
        return [Finding("internship-base-missing", "warn", article)]
    if host.staff is None or host.post_staff is None:
        return [Finding("base-staff-missing", "warn", article, {"base": host.name})]
    shares = (
        ("interns-of-staff-many", "interns_of_staff", host.staff),
        ("interns-of-post-many", "interns_of_post", host.post_staff),
    )
    found = []
    for code, limit, staff in shares:
        bound = papers.limits[limit]
        if host.interns * 100 > bound.value * staff:
            there = {"base": host.name, "interns": host.interns, "staff": staff}
            found.append(_beyond(bound, code, article, **there))
    return found


def _pay(papers: Papers) -> list[Finding]:
    """What is paid, to the same post's pay on probation and to the minimum wage.

    The minimum is for employees: of an intern less is unusual, and to be explained.
    """
    article = "internship-rules-18"
    if papers.pay_fen is None or papers.post_pay_fen is None:
        return [Finding("internship-pay-missing", "warn", article)]
    found, bound = [], papers.limits["pay_of_post"]
    pay = papers.pay_fen / 100
    if papers.pay_fen * 100 < bound.value * papers.post_pay_fen:
        post = papers.post_pay_fen / 100
        found.append(_beyond(bound, "intern-pay-low", article, pay=pay, post_pay=post))
    minimum = papers.host.minimum_wage_fen if papers.host else None
    if minimum is not None and papers.pay_fen < minimum:
        facts: dict[str, object] = {"pay": pay, "minimum": minimum / 100}
        found.append(Finding("intern-pay-below-minimum", "warn", "wage-rules", facts))
    return found


def _beyond(bound: Bound, code: str, article: str, **facts: object) -> Finding:
    """A finding as grave as the table says; its words know the limit, and how grave."""
    level = level_beyond(bound)
    told = facts | {"limit": bound.value, "blocks": level == "block"}
    return Finding(code, level, article, told)
