"""One row of a roster: what is read from it, and what is wrong with it."""

from datetime import date

import pytest
from stdnum.cn import ric

from candidates.register.rules import age_on, entry_findings
from candidates.rosters.sheets.roster import Roster
from tests.candidates.rosters.roster_maker import DAY, id_number
from tests.candidates.rosters.small_roster import (
    ADULT,
    DIRECTIONS,
    GOOD,
    HEADER,
    MINOR,
    checked_row,
    outcomes,
    row,
    sheet,
    table,
)


def number_of(start: str) -> str:
    return start + ric.calc_check_digit(start + "0")


def test_a_good_row_gives_a_person():
    labels = [*HEADER, "学号", "院系", "班级", "年级", "邮箱", "入学时间", "毕业时间"]
    extra = [2024001.0, "商务 学院", 2408, "2024级", "a@b.cn", "2024年9月", "2027.6"]
    [found] = outcomes([*GOOD, *extra], header=labels)
    data = found.record
    assert (data.name, data.id_number, data.gender) == ("林小雨", ADULT, "male")
    assert (data.birth_date, data.direction) == (date(2005, 3, 1), "comprehensive")
    assert (data.student_number, data.class_name, data.grade) == (
        "2024001",
        "2408",
        "2024级",
    )
    assert (data.enrolled_on, data.graduates_on) == (
        date(2024, 9, 1),
        date(2027, 6, 30),
    )
    assert ADULT not in repr(found)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (330106200503011230.0, "id-number-lost-digits"),
        (330106200503011230, "id-number-lost-digits"),
        ("3.30106E+17", "id-number-lost-digits"),
        ("3.30106200503011E+17", "id-number-lost-digits"),
        ("330106200503011000", "id-number-lost-digits"),
        (ADULT[:17], "id-number-length"),
        (ADULT[:6] + "********" + ADULT[14:], "id-number-masked"),
        ("330106050301123", "id-number-old"),
        ("G12345678", "id-number-passport"),
        (number_of("33010620050230123"), "id-number-date"),
        (id_number(date(2027, 1, 1), 123), "id-number-date"),
        (None, "id-number-missing"),
        ("——", "id-number-missing"),
    ],
)
def test_a_wrong_id_number_is_named(number, code):
    found = checked_row(id=number)
    assert (found.outcome, found.fault.field, found.fault.code) == (
        "reject",
        "id_number",
        code,
    )


def test_an_unknown_region_is_no_reason_to_reject():
    number = id_number(date(2005, 3, 1), 7, region="999999")
    assert checked_row(id=number).outcome == "accept"


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("欧阳 娜娜", "欧阳娜娜"),
        ("阿依古丽．买买提", "阿依古丽·买买提"),
        ("迪丽热巴 • 迪力木拉提", "迪丽热巴·迪力木拉提"),
        ("  Mary   Ann  O'Neil", "Mary Ann O'Neil"),
        ("李〇", "李〇"),
        ("\u200b王\u3000明", "王明"),
    ],
)
def test_a_name_is_read_as_on_the_id_card(name, read):
    assert checked_row(name=name).record.name == read


@pytest.mark.parametrize(
    "name", ["", "  ", "无", "123", "张三1", "张三？", "张", "张" * 60]
)
def test_what_is_no_name_is_rejected(name):
    assert checked_row(name=name).fault.field == "name"


@pytest.mark.parametrize("birthday", ["2010-11-24", "2010-11-25", "2008-11-24"])
def test_ages_are_counted_on_the_closing_day(birthday):
    born = date.fromisoformat(birthday)
    found = checked_row(id=id_number(born, 1))
    expected = {"2010-11-24": "guardian", "2010-11-25": "age", "2008-11-24": ""}
    assert found.fault.field == expected[birthday]


def test_a_leap_day_child_turns_on_the_first_of_march():
    assert age_on(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert age_on(date(2008, 2, 29), date(2026, 3, 1)) == 18
    assert entry_findings(birth_date=date(2000, 1, 1), day=DAY) == []


@pytest.mark.parametrize(
    ("guardian", "phone", "code"),
    [
        ("", "", "guardian-missing"),
        ("无", "/", "guardian-missing"),
        ("林大山", "", "guardian-phone-missing"),
        ("林大山", "0571-86777777", "guardian-phone-wrong"),
        ("", "13900000001", "guardian-name-missing"),
        ("林大山", 13900000001.0, ""),
    ],
)
def test_a_minor_needs_a_guardian_who_can_be_called(guardian, phone, code):
    found = checked_row(id=MINOR, guardian=guardian, guardian_phone=phone)
    assert found.fault.code == code


def test_an_adults_useless_guardian_is_left_out_with_a_warning():
    found = checked_row(guardian="1", guardian_phone="12")
    assert [w.code for w in found.warnings] == [
        "guardian-name-ignored",
        "guardian-phone-ignored",
    ]
    assert (found.outcome, found.record.guardian_phone) == ("accept", "")


def test_the_gender_column_may_disagree_but_the_id_number_counts():
    found = checked_row(gender="女")
    assert (found.outcome, found.record.gender) == ("accept", "male")
    assert [warning.code for warning in found.warnings] == ["gender-mismatch"]


@pytest.mark.parametrize(
    "direction",
    [
        "垂直类主播",
        "垂类主播方向",
        "2、垂类主播",
        "垂类 主播（美妆）",
        "VERTICAL ANCHOR",
    ],
)
def test_a_direction_goes_by_its_names(direction):
    assert checked_row(direction=direction).record.direction == "vertical"


def test_two_directions_in_one_cell_are_for_a_person_to_decide():
    found = checked_row(direction="综合主播/短视频营销")
    assert found.fault.code == "direction-unknown"
    assert found.fault.facts["offered"] == "综合主播、垂类主播、短视频营销"


def test_all_faults_are_told_and_the_first_in_order_is_the_reason():
    found = checked_row(name="", id=MINOR, phone="1", direction="")
    assert [fault.field for fault in found.faults] == [
        "guardian",
        "phone",
        "name",
        "direction",
    ]


def test_a_repeat_is_one_whatever_became_of_the_earlier_row():
    first, second = outcomes(row(phone=""), row(id=ADULT[:17] + ADULT[17].lower()))
    assert (first.fault.field, second.fault.field) == ("phone", "duplicate")
    assert second.fault.facts["row"] == 2


def test_two_people_whose_numbers_lost_the_same_digits_are_no_repeat():
    found = outcomes(row(id=3.30106200503011e17), row(id=3.30106200503011e17))
    assert [row.fault.field for row in found] == ["id_number", "id_number"]


def test_a_person_of_another_campus_is_a_duplicate_that_names_nobody():
    [found] = outcomes(row(), elsewhere=[ADULT])
    assert (found.fault.field, found.fault.code, found.fault.facts) == (
        "duplicate",
        "duplicate-elsewhere",
        {},
    )


def test_of_somebody_under_another_name_nothing_is_said():
    [found] = outcomes(row(name="王小二"), elsewhere=[ADULT])
    assert [(fault.code, fault.facts) for fault in found.faults] == [
        ("person-unclear", {})
    ]
    [unread] = outcomes(row(name="7"), elsewhere=[ADULT])
    assert {fault.field for fault in unread.faults} == {"name"}


def test_what_is_no_person_is_skipped():
    lines = [
        [],
        ["", " ", "\u3000"],
        HEADER,
        ["合计：60人"],
        ["注：以上同学均已确认"],
        GOOD,
    ]
    found = outcomes(*lines)
    assert [row.outcome for row in found] == ["skip"] * 5 + ["accept"]
    assert [row.number for row in found] == [2, 3, 4, 5, 6, 7]


def test_who_is_in_the_batch_elsewhere_is_asked_once_for_all():
    asked = []
    roster = Roster(DIRECTIONS, DAY, lambda numbers: asked.append(numbers) or {})
    rows = sheet(HEADER, GOOD, row(id="1"), row(id=MINOR))
    list(roster.check(roster.lines([table(roster, rows)])))
    assert asked == [{ADULT, MINOR}]
