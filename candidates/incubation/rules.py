"""The law of internships: what must be on file before one may start.

Pure: takes facts, returns findings; a `block` refuses, a `warn` passes with a reason.
Words are in `templates/refused/<code>.txt`.
Source: 职业学校学生实习管理规定 (教职成〔2021〕4号). Articles not confirmed against its
text are cited by the law's name alone.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from candidates.register.rules import MINIMUM_AGE, Finding, age_on

USUAL_LENGTH = timedelta(days=183)


@dataclass(frozen=True)
class Papers:
    """What the college filed about one internship."""

    starts_on: date
    ends_on: date
    birth_date: date
    agreement_on: date | None
    consent_on: date | None
    policy_number: str
    insured_until: date | None
    mentor_name: str
    teacher_name: str


def may_start(papers: Papers) -> list[Finding]:
    """What stands against the internship starting, hardest first."""
    block: Final = "block"
    found: list[Finding] = []
    if age_on(papers.birth_date, papers.starts_on) < MINIMUM_AGE:
        found.append(Finding("intern-under-16", block, "internship-rules-16"))
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
    length = papers.ends_on - papers.starts_on
    if length > USUAL_LENGTH:
        facts = {"days": length.days}
        found.append(Finding("internship-long", "warn", "internship-rules", facts))
    return found
