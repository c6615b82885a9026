"""What the law asks of a person on a roster: age, and a guardian for a minor.

Pure: facts go in, findings come out. The words for a code and the text of an article
live with the templates and in `locale/`.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

MINIMUM_AGE = 16
MAJORITY = 18

# Keys of the articles: Measures for Livestream Marketing, article 17 (a host is at
# least 16; 16 and 17 need the guardian's consent) and the Law on the Protection of
# Minors, article 76 (no account under 16; identity check and consent for 16 and 17).
LIVESTREAM_MARKETING_17 = "livestream-marketing-17"
MINORS_PROTECTION_76 = "minors-protection-76"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the law says about these facts."""

    code: str
    level: Literal["block", "warn"]
    article: str
    facts: dict[str, object] = field(default_factory=dict)


class Term(NamedTuple):
    """From when on a guardian's consent holds, and the first day it doesn't."""

    since: date
    until: date

    def holds_on(self, day: date) -> bool:
        return self.since <= day < self.until


def age_on(birth_date: date, day: date) -> int:
    """Whole years lived; someone born on 29 February turns on 1 March."""
    before_birthday = (day.month, day.day) < (birth_date.month, birth_date.day)
    return day.year - birth_date.year - before_birthday


def entry_findings(
    *, birth_date: date, day: date, guardian_name: str = "", guardian_phone: str = ""
) -> list[Finding]:
    """May this person enter a batch that closes on `day`?

    Args:
        guardian_phone: empty unless it is a number that can be called.
    """
    age = age_on(birth_date, day)
    if age < MINIMUM_AGE:
        facts: dict[str, object] = {"age": age, "day": day}
        return [Finding("under-16", "block", LIVESTREAM_MARKETING_17, facts)]
    if age >= MAJORITY or (guardian_name and guardian_phone):
        return []
    code = "guardian-missing"
    if guardian_name or guardian_phone:
        code = "guardian-phone-missing" if guardian_name else "guardian-name-missing"
    return [Finding(code, "block", MINORS_PROTECTION_76, {"age": age, "day": day})]
