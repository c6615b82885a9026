"""Any sheet: its header found, its cells read, its rows handed out and back."""

import pytest
from django.core.exceptions import ValidationError

from spark.sheets import Page, Row, Unreadable, read
from spark.sheets.checking import Checked, Column, Outcome
from spark.sheets.fields import Text, Whole
from spark.sheets.rejected import rejected
from spark.sheets.sheet import Sheet
from spark.sheets.tables import Table
from spark.sheets.template import template
from spark.sheets.times import Day, OneWeekday


class Lessons(Sheet):
    columns = (
        Column("course", "课程", "Course", Text(max_length=9), "示例 直播", ("科目",)),
        Column("weekday", "星期", "Weekday", OneWeekday(), "周一"),
        Column("hours", "课时", "Hours", Whole(min_value=1), "2"),
        Column("since", "起始", "Since", Day(required=False), None, lenient=True),
    )

    def check(self, lines):
        for line in lines:
            if line.skipped or line.faults:
                outcome = Outcome.SKIPPED if line.skipped else Outcome.REJECTED
                yield Checked(line.place, outcome, faults=line.faults)
            else:
                yield Checked(line.place, Outcome.ACCEPTED, record=line.values)


LESSONS = Lessons()
HEAD = ["课程", "星期", "课时", "起始"]


def sheet(*lines: list) -> list[Row]:
    return [Row(number, list(line)) for number, line in enumerate(lines, start=1)]


def lines(*rows: list) -> list:
    given = sheet(*rows)
    return list(LESSONS.lines([Table(Page(given), LESSONS.header(given))]))


@pytest.mark.parametrize(
    "head",
    [
        ["课程 Course", "*星期", "课时（必填）", "起始"],
        ["科 目", "WEEKDAY", "课时(小时", "Since"],
        ["Course", "星期/", "ＨＯＵＲＳ", "起始 Since"],
    ],
)
def test_a_header_is_known_below_a_title_however_it_is_dressed(head):
    header = LESSONS.header(sheet(["第一学院课程"], [], head))
    assert (header.row, header.first) == (3, 4)
    assert list(header.columns.values()) == ["course", "weekday", "hours", "since"]


def test_of_two_columns_with_one_meaning_the_better_name_counts():
    header = LESSONS.header(sheet(["科目", "课程", "星期", "课时", "教室", "退回原因"]))
    assert header.columns == {1: "course", 2: "weekday", 3: "hours"}
    assert (header.unread, header.twice) == (["教室"], {0: "course"})


def test_a_sheet_without_a_column_it_needs_is_refused_by_its_name():
    with pytest.raises(Unreadable) as refusal:
        LESSONS.header(sheet(["课程", "起始"]))
    assert refusal.value.code == "sheet-columns-missing"
    assert refusal.value.facts["columns"] == "星期 Weekday、课时 Hours"


def test_every_cell_is_read_and_every_fault_names_its_column():
    (line,) = lines(HEAD, ["直播", "周八", "0", "2026-11-30"])
    assert [(fault.field, fault.column.zh) for fault in line.faults] == [
        ("weekday", "星期"),
        ("hours", "课时"),
    ]
    assert "周八" in str(line.faults[0])


def test_what_needn_t_be_there_is_left_out_with_a_warning():
    (line,) = lines(HEAD, ["直播", "周一", "2.0", "明天"])
    assert line.faults == []
    assert line.values == {"course": "直播", "weekday": 0, "hours": 2, "since": None}
    assert [warning.field for warning in line.warnings] == ["since"]


def test_what_is_no_row_of_the_list_is_skipped():
    rows = lines(HEAD, [], ["示例 直播", "周一", "2"], HEAD, ["直播", "周一", "2"])
    assert [line.skipped for line in rows] == [
        "row-blank",
        "row-example",
        "row-header",
        "",
    ]


def test_what_several_columns_say_together_is_told_of_each():
    (line,) = lines(HEAD, ["直播", "周一", "2"])
    error = ValidationError({"hours": ["too many"], "weekday": ["not then"]})
    found = LESSONS.rejected(line, error)
    assert [(fault.column.name, str(fault)) for fault in found.faults] == [
        ("hours", "too many"),
        ("weekday", "not then"),
    ]


def test_the_template_is_read_and_only_its_example_skipped():
    opened = LESSONS.open(template(LESSONS.columns, notes=["一行一课"]))
    (line,) = LESSONS.lines(opened.tables)
    assert line.skipped == "row-example"
    assert opened.tables[0].page.rows[0].cells == [
        "课程 Course",
        "星期 Weekday",
        "课时 Hours",
    ]


def test_rejected_rows_come_back_as_sent_and_can_be_sent_again():
    given = sheet([*HEAD, "教室"], ["直播", "周八", "2", "", "101"])
    header = LESSONS.header(given)
    hidden = lambda column, text: "*" if column == "course" else text  # noqa: E731
    cells = header.values(given[1])
    content = rejected(header.kept, [(cells, "星期？")], hidden)
    again = read(content)[0].rows
    assert again[1].cells[:4] == ["星期？", "*", "周八", "2"]
    assert LESSONS.header(again).unread == []
