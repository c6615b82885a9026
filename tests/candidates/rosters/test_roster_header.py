"""The header of a roster: found wherever it stands, read however it is written."""

import pytest

from candidates.rosters.sheets.headings import sensitive, unknown
from candidates.rosters.sheets.roster import Roster
from spark.sheets import Unreadable
from tests.candidates.rosters.roster_maker import DAY
from tests.candidates.rosters.small_roster import (
    ADULT,
    DIRECTIONS,
    GOOD,
    HEADER,
    MINOR,
    checked,
    sheet,
)

ROSTER = Roster(DIRECTIONS, DAY)


def test_the_header_is_found_below_titles_and_in_any_order():
    rows = sheet(
        ["某学院报名表"], ["填报单位：", "", "联系电话："], [], HEADER[::-1], GOOD
    )
    header = ROSTER.header(rows)
    assert (header.row, header.first) == (4, 5)
    assert header.columns[0] == "direction"


@pytest.mark.parametrize(
    ("label", "meaning"),
    [
        ("姓　名 *", "name"),
        ("＊学生姓名（必填）", "name"),
        ("本人手机号码", "phone"),
        ("手机/电话", "phone"),
        ("联系电话（家长）", "guardian_phone"),
        ("家长（监护人）姓名", "guardian_name"),
        ("家长/监护人电话", "guardian_phone"),
        ("法定监护人联系电话", "guardian_phone"),
        ("父亲姓名", "guardian_name"),
        ("居民身份证号码", "id_number"),
        ("身份证号\n（18位）", "id_number"),
        ("所在班级", "class_name"),
        ("ID number", "id_number"),
        ("邮箱地址", "email"),
        ("辅导员电话", ""),
        ("紧急联系人电话", ""),
        ("电话（辅导员）", ""),
        ("监护人身份证号", ""),
        ("监护人与学生关系", ""),
        ("", ""),
    ],
)
def test_a_label_means_one_field_or_none(label, meaning):
    assert ROSTER.headings.meaning(label)[0] == meaning


def test_unknown_and_sensitive_columns_are_named_and_not_kept():
    extra = ["序号", "民族", "备注", "家庭住址", "监护人身份证号", "政治面貌"]
    rows = sheet([*HEADER, *extra], [*GOOD, 1, "汉族", "好", "某路", ADULT, "团员"])
    header = ROSTER.header(rows)
    assert unknown(header) == ["备注"]
    assert sensitive(header) == ["民族", "家庭住址", "监护人身份证号", "政治面貌"]
    assert list(header.kept.values()) == HEADER
    assert list(header.values(rows[1]).values()) == GOOD


def test_group_labels_over_the_header_tell_whose_phone_it_is():
    two_rows = sheet(
        ["姓名", "身份证号", "手机号", "监护人", "", "意向方向"],
        ["", "", "", "姓名", "电话", ""],
        ["林小雨", MINOR, "13800000001", "林大山", "13900000001", "综合主播"],
    )
    group_above = sheet(
        ["学生信息", "", "", "家长信息", "", "报名"],
        ["姓名", "身份证号", "手机号", "姓名", "手机号", "意向方向"],
        two_rows[2].cells,
    )
    for rows in (two_rows, group_above):
        [found] = checked(rows)
        assert found.number == 3
        assert (found.record.guardian_name, found.record.guardian_phone) == (
            "林大山",
            "13900000001",
        )


def test_a_plain_phone_beside_a_guardians_name_is_theirs():
    labels = ["姓名", "身份证号", "联系电话", "家长姓名", "联系电话", "意向方向"]
    assert ROSTER.header(sheet(labels)).columns[4] == "guardian_phone"


@pytest.mark.parametrize(
    ("labels", "code"),
    [
        (["一", "二"], "roster-no-header"),
        (HEADER[1:], "roster-no-name-column"),
        (["姓名", "性别", "手机号", "意向方向"], "roster-no-id-number-column"),
        (["姓名", "身份证号", "意向方向"], "roster-no-phone-column"),
        (HEADER[:-1], "roster-no-direction-column"),
    ],
)
def test_a_sheet_without_a_needed_column_is_refused_as_a_whole(labels, code):
    with pytest.raises(Unreadable) as refusal:
        ROSTER.header(sheet(labels, GOOD))
    assert refusal.value.code == code
