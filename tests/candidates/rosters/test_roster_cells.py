"""Any cell: nothing breaks the checking, and what people write is understood."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from candidates.register.sheets import cells
from candidates.register.sheets.words import reason_text
from tests.candidates.rosters.roster_maker import id_number
from tests.candidates.rosters.small_roster import outcomes

pytestmark = pytest.mark.usefixtures("anywhere")

CELLS = st.one_of(
    st.none(),
    st.text(max_size=40),
    st.text("0123456789０１２３Xx×*'-. +E年月/（）", max_size=24),
    st.floats(),
    st.integers(),
    st.dates(),
)
DATES = st.dates(date(1950, 1, 1), date(2008, 11, 1))


@given(st.lists(st.lists(CELLS, max_size=9), max_size=4))
@settings(max_examples=300, deadline=None)
def test_no_cell_breaks_the_checking(lines):
    for found in outcomes(*lines):
        for fault in (*found.faults, *found.warnings):
            assert reason_text(fault.code, fault.facts)


@given(DATES, st.integers(0, 999), st.data())
@settings(deadline=None)
def test_an_id_number_survives_how_people_write_it(born, order, data):
    number = id_number(born, order)
    gap = data.draw(st.sampled_from(["", " ", "\u3000", "-", "\u200b", "\xa0"]))
    written = gap.join([number[:6], number[6:14], number[14:]])
    if data.draw(st.booleans()):
        written = written.lower().translate(
            {ord("0") + i: 0xFF10 + i for i in range(10)}
        )
    prefix, suffix = data.draw(st.sampled_from([("", ""), ("'", ""), ('="', '"')]))
    assert cells.id_number(f"{prefix}{written}{suffix}") == number
    assert cells.born(number) == born


@given(DATES, st.integers(0, 999), st.integers(0, 16), st.integers(1, 9))
@settings(deadline=None)
def test_one_wrong_digit_is_always_noticed(born, order, place, shift):
    number = id_number(born, order)
    digit = (int(number[place]) + shift) % 10
    wrong = f"{number[:place]}{digit}{number[place + 1 :]}"
    with pytest.raises(ValidationError):
        cells.id_number(wrong)


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.data())
def test_a_phone_survives_how_people_write_it(phone, data):
    gap = data.draw(st.sampled_from(["", " ", "-", "\u3000", "\u2011"]))
    start = data.draw(st.sampled_from(["", "+86", "86-", "0086 ", "（+86）"]))
    written = start + gap.join([phone[:3], phone[3:7], phone[7:]])
    for cell in (written, float(phone), int(phone), f"{phone}.0"):
        assert cells.phone(cell) == phone
