"""Days, clocks and weekdays of sheets: understood whole, or refused with a way out."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError

from spark.sheets.fields import Text, Whole
from spark.sheets.times import Clock, Day, OneWeekday, Weekdays

SATURDAY = date(2026, 12, 5)
FROM, UNTIL = Clock(), Clock(ends=True)
OVER = Clock(ends=True, over_midnight=True)


def refusal(field, value) -> str:
    with pytest.raises(ValidationError) as caught:
        field.clean(value)
    return " ".join(caught.value.messages)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("周六至周一", [0, 5, 6]),
        ("周日至周四", [0, 1, 2, 3, 6]),
        ("Fri-Mon", [0, 4, 5, 6]),
        ("Sat to Mon", [0, 5, 6]),
        ("周一至周五", [0, 1, 2, 3, 4]),
        ("周一 ~ 周五", [0, 1, 2, 3, 4]),
        ("周1-周5", [0, 1, 2, 3, 4]),
        ("周六、周日", [5, 6]),
        ("周一和周三", [0, 2]),
        ("周六-周一,周三", [0, 2, 5, 6]),
        ("周一/三/五", [0, 2, 4]),
        ("一三五", [0, 2, 4]),
        ("周二四", [1, 3]),
        ("135", [0, 2, 4]),
        (135.0, [0, 2, 4]),
        ("1-5", [0, 1, 2, 3, 4]),
        ("7", [6]),
        ("星期日", [6]),
        ("工作日", [0, 1, 2, 3, 4]),
        ("周末、周一", [0, 5, 6]),
        ("每天", [0, 1, 2, 3, 4, 5, 6]),
    ],
)
def test_weekdays_go_over_the_week_s_end_and_by_their_names(text, days):
    assert Weekdays().clean(text) == days


@pytest.mark.parametrize(
    "text",
    [
        *("周一到周五（周三除外）", "除周三外", "0", "周八", "108", "周一至", "至周五"),
        *("周一上午", "Monday afternoon", "monkey", "-", "周一至周三至周五"),
    ],
)
def test_weekdays_are_understood_whole_or_refused(text):
    assert "周一至周五" in refusal(Weekdays(), text)


@pytest.mark.parametrize("cell", ["1月5日", "5-Jan", date(2026, 1, 5)])
def test_a_date_that_excel_made_of_weekdays_is_named_as_such(cell):
    assert "Excel" in refusal(Weekdays(), cell)


@pytest.mark.parametrize("text", ["周一上午", "Monday morning", "monkey", "2026-11-30"])
def test_one_weekday_says_nothing_else(text):
    assert refusal(OneWeekday(), text)
    assert OneWeekday().clean("Tues") == 1


@pytest.mark.parametrize(
    "text",
    [
        *("2026-12-05", "2026/12/5", "2026.12.5", "2026年12月5日", "20261205"),
        *("2026-12-05（周六）", "2026年12月5日 星期六", "2026-12-05 Sat"),
        *("2026-12-05 00:00:00", SATURDAY),
    ],
)
def test_a_day_may_name_its_weekday(text):
    assert Day().clean(text) == SATURDAY


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026-12-05（周日）", "周六"),
        ("2026-12-05 下午", "2026-12-05"),
        ("2026-12-05前", "2026-12-05"),
        ("2026-12-05?", "2026-12-05"),
        ("5日（周六）", "2026-11-30"),
        ("12月5日", "2026-11-30"),
        ("2026-12-05 08:00", "2026-11-30"),
        ("2026-12-05 至 2026-12-08", "2026-11-30"),
        ("2026-02-30", "2026-11-30"),
        (date(1900, 1, 5), "2026-11-30"),
    ],
)
def test_a_day_says_nothing_else_and_its_weekday_fits(text, said):
    assert said in refusal(Day(), text)


@pytest.mark.parametrize(
    "value",
    ["24:00", "24:00:00", 1.0, date(1900, 1, 1), date(1904, 1, 2)],
)
def test_24_00_ends_a_day_but_begins_none(value):
    assert UNTIL.clean(value) == OVER.clean(value) == time()
    assert "00:00" in refusal(FROM, value)


@pytest.mark.parametrize(
    ("value", "like"),
    [
        ("25:30", "01:30"),
        ("25:30:00", "01:30"),
        (25.5 / 24, "01:30"),
        ("1900-01-01 01:30:00", "01:30"),
        ("次日01:00", "01:00"),
        ("第二天 1:00", "01:00"),
    ],
)
def test_what_lies_in_the_next_day_is_refused_with_how_to_write_it(value, like):
    for field in (FROM, UNTIL, OVER):
        assert like in refusal(field, value)


@pytest.mark.parametrize(
    "value",
    [
        *("9点", "9:75", "48:00", "-1:00", "09:30:30", "09:30-10:30", "09:30 上午"),
        *("上午9:30", 1, 0, 0.123456, date(2026, 12, 5)),
    ],
)
def test_a_clock_says_nothing_else(value):
    assert "09:30" in refusal(FROM, value)


@pytest.mark.parametrize("value", ["9:30", "9：30", "09:30:00", 9.5 / 24])
def test_a_clock_is_read_as_it_looks(value):
    assert FROM.clean(value) == time(9, 30)


def test_a_comma_parts_thousands_or_the_number_is_none():
    assert Whole().clean("4,500") == 4_500
    assert refusal(Whole(), "1,5")


@pytest.mark.parametrize("number", [3.30106200503011e17, 2026000000000001, "1.1E+17"])
def test_a_number_that_a_sheet_has_shortened_is_no_text(number):
    assert "Excel" in refusal(Text(), number)
