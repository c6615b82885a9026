"""The law of labour contracts: by when one is written, how long probation may last.

Pure: dates go in, dates come out. Source: 劳动合同法, Art. 10, 19.
"""

from datetime import date

from spark import months

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
