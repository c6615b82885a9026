"""The law of labour contracts: by when one is written, how long probation may last,
what must be paid.

Pure: facts go in, dates and findings come out. Words are in
`templates/refused/<code>.txt`. Source: 劳动合同法, Art. 10, 17, 19, 20; 最低工资规定.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from candidates.register.rules import Finding
from spark import months

BEFORE, AFTER = timedelta(days=183), timedelta(days=731)  # the draft, work begins
PROBATION_PAY = 80  # percent of the contract's
# From so many months of a contract on, so many of probation.
LONGEST_PROBATION = ((36, 6), (12, 2), (3, 1), (0, 0))


def probation_months(first: date, last: date | None) -> int:
    """How many months the term allows at most; without an end it is open-ended."""
    term = months.full(first, last) if last else LONGEST_PROBATION[0][0]
    return next(most for least, most in LONGEST_PROBATION if term >= least)


def probation_until(first: date, last: date | None) -> date | None:
    """The last day probation may have, None if the term allows none."""
    most = probation_months(first, last)
    return months.last_day(first, most) if most else None


def confirmed_by(first: date, last: date | None) -> date:
    """The last day to decide on somebody's confirmation: the first, if not on trial."""
    return probation_until(first, last) or first


def written_by(first: date) -> date:
    """By when the contract of who works from `first` on must be in writing."""
    return months.after(first, 1)


def may_begin(first: date, drafted: date) -> list[Finding]:
    """Whether somebody may mean this first working day, of a contract drafted then.

    Contracts come late and are made in advance, but not by years.
    """
    if drafted - BEFORE <= first <= drafted + AFTER:
        return []
    facts: dict[str, object] = {"first": first, "drafted": drafted}
    return [Finding("contract-start-far", "block", "", facts)]


@dataclass(frozen=True)
class Pay:
    """What a contract pays, a month, in fen, and where.

    Args:
        probation: None if it isn't less at first.
        place: where the work is done; empty if the contract doesn't say.
        minimum: the minimum wage there on the first working day, None if nobody has
            entered it.
    """

    monthly: int | None
    probation: int | None
    place: str
    minimum: int | None


def may_issue(pay: Pay) -> list[Finding]:
    """What stands against the contract's pay, hardest first."""
    article = "labour-contract-17"
    if not pay.place:
        return [Finding("contract-place-missing", "block", article)]
    if pay.monthly is None:
        return [Finding("contract-pay-missing", "block", article)]
    found = [*_of_minimum(pay, pay.monthly), *_of_probation(pay, pay.monthly)]
    return sorted(found, key=lambda finding: finding.level != "block")


def _of_minimum(pay: Pay, monthly: int) -> list[Finding]:
    facts: dict[str, object] = {"place": pay.place}
    if pay.minimum is None:
        return [Finding("minimum-wage-missing", "warn", "wage-rules", facts)]
    if monthly < pay.minimum:
        facts |= {"pay": monthly / 100, "minimum": pay.minimum / 100}
        return [Finding("contract-pay-low", "block", "wage-rules", facts)]
    return []


def _of_probation(pay: Pay, monthly: int) -> list[Finding]:
    """Below the post's lowest tier, which nobody enters, less than 80 % is unlawful."""
    if pay.probation is None:
        return []
    article = "labour-contract-20"
    facts: dict[str, object] = {"pay": pay.probation / 100}
    if pay.minimum is not None and pay.probation < pay.minimum:
        facts |= {"place": pay.place, "minimum": pay.minimum / 100}
        return [Finding("probation-pay-below-minimum", "block", article, facts)]
    if pay.probation * 100 < PROBATION_PAY * monthly:
        facts |= {"limit": PROBATION_PAY, "full": monthly / 100}
        return [Finding("probation-pay-low", "warn", article, facts)]
    return []
