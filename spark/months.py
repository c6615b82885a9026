"""Terms of months and years, as the Civil Code counts them (民法典).

A term runs from its first day to the day before the same day of the month in which it
ends, or before that month's last day if it has no such day. Thirty days are no month.
"""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

A_YEAR = 12


def after(day: date, months: int) -> date:
    """So many months later: 31 January and one month is the last of February."""
    return day + relativedelta(months=months)


def last_day(first: date, months: int) -> date:
    """The last day of a term of so many months."""
    return after(first, months) - timedelta(days=1)


def full(first: date, last: date) -> int:
    """How many whole months a term lasts, its first and its last day included."""
    apart = relativedelta(last + timedelta(days=1), first)
    return apart.years * A_YEAR + apart.months
