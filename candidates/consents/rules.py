"""The law of minors' consent: until when a guardian's holds, who needs one.

Pure: facts go in, findings come out; words are in `templates/refused/<code>.txt`.
"""

from datetime import date, timedelta

from candidates.register.rules import (
    LIVESTREAM_MARKETING_17,
    MAJORITY,
    MINIMUM_AGE,
    MINORS_PROTECTION_76,
    Finding,
    Term,
    age_on,
)

SOON = timedelta(days=30)  # before it expires, to be asked for anew


def of_age_on(birth_date: date) -> date:
    """The first day on which somebody is of age."""
    day_before = birth_date - timedelta(days=1)
    return _years_after(day_before, MAJORITY) + timedelta(days=1)


def expires_on(birth_date: date, given_on: date) -> date:
    """The first day on which consent given that day doesn't hold any more.

    After a year, so that guardians are asked again while much changes, or at majority.
    """
    return min(of_age_on(birth_date), _years_after(given_on, 1))


def _years_after(day: date, years: int) -> date:
    """The same day of another year; for 29 February the last of that month."""
    if (day.month, day.day) == (2, 29):
        day = day.replace(day=28)
    return day.replace(year=day.year + years)


def to_consent(birth_date: date, day: date) -> list[Finding]:
    """What stands against taking consent from who is too young to take part."""
    age = age_on(birth_date, day)
    if age >= MINIMUM_AGE:
        return []
    facts: dict[str, object] = {"age": age}
    return [Finding("consent-under-16", "block", LIVESTREAM_MARKETING_17, facts)]


def to_ask(birth_date: date, day: date) -> list[Finding]:
    """What stands against asking a guardian."""
    age = age_on(birth_date, day)
    if age >= MAJORITY:
        facts: dict[str, object] = {"age": age}
        return [Finding("guardian-not-needed", "block", MINORS_PROTECTION_76, facts)]
    return to_consent(birth_date, day)


def to_take_part(birth_date: date, day: date, term: Term | None) -> list[Finding]:
    """What stands against binding a minor that day: an internship, a contract."""
    age = age_on(birth_date, day)
    if age >= MAJORITY or (term and term.holds_on(day)):
        return []
    facts: dict[str, object] = {"age": age, "day": day}
    code = "guardian-consent-missing"
    return [Finding(code, "block", MINORS_PROTECTION_76, facts)]


def to_be_on_air(birth_date: date, day: date, term: Term | None) -> list[Finding]:
    """What stands against somebody of that age being on air that day."""
    age = age_on(birth_date, day)
    facts: dict[str, object] = {"day": day, "age": age}
    if age < MINIMUM_AGE:
        return [Finding("host-under-16", "block", LIVESTREAM_MARKETING_17, facts)]
    if age < MAJORITY and not (term and term.holds_on(day)):
        return [Finding("host-without-consent", "block", MINORS_PROTECTION_76, facts)]
    return []
