"""Months as the Civil Code counts them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spark import months

pytestmark = pytest.mark.usefixtures("anywhere")

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("day", "later"),
    [
        ("2027-01-31", "2027-02-28"),
        ("2028-01-31", "2028-02-29"),
        ("2027-03-31", "2027-04-30"),
        ("2027-02-28", "2027-03-28"),
        ("2026-12-31", "2027-01-31"),
    ],
)
def test_a_month_later_is_the_same_day_or_the_months_last(day, later):
    assert months.after(date.fromisoformat(day), 1) == date.fromisoformat(later)


@pytest.mark.parametrize(
    ("first", "last", "full"),
    [
        ("2027-01-01", "2027-01-31", 1),
        ("2027-01-01", "2027-02-01", 1),
        ("2027-01-01", "2027-01-30", 0),
        ("2026-12-01", "2027-02-28", 3),
        ("2026-12-01", "2027-02-27", 2),
        ("2028-02-29", "2029-02-27", 12),
        ("2028-02-29", "2029-02-26", 11),
    ],
)
def test_a_term_is_as_many_months_as_it_has_whole(first, last, full):
    assert months.full(date.fromisoformat(first), date.fromisoformat(last)) == full


@given(first=DAYS, count=st.integers(1, 60))
def test_a_term_of_so_many_months_has_so_many(first, count):
    last = months.last_day(first, count)
    assert months.full(first, last) == count
    before = date.fromordinal(last.toordinal() - 1)
    assert months.full(first, before) == count - 1 or before < first
