"""What of a workbook is not read, or not as it stands: said in one list."""

import pytest

from spark.sheets import Unreadable
from spark.sheets.checking import Column
from spark.sheets.fields import Text
from spark.sheets.kinds import SheetKind
from spark.sheets.template import template
from tests.spark.lessons import HEAD, Lessons, book, said


def test_a_plain_sheet_leaves_nothing_to_say():
    assert said(book(None)) == ([("2", "直播", 2, "林", [])], {})


def test_every_sheet_with_the_columns_is_read_and_others_are_named():
    def more(made, page):
        made.add_worksheet("说明").write(0, 0, "每班一表")
        made.add_worksheet("教师").write_row(0, 0, ["教师", "课时"])
        old = made.add_worksheet("去年")
        old.write_row(0, 0, HEAD)
        old.write_row(1, 0, ["旧", 1])
        old.hide()

    lines, notes = said(book(more, sheets=("甲", "乙")))
    assert [line[:2] for line in lines] == [("甲!2", "直播"), ("乙!2", "直播")]
    assert notes == {
        "sheets-read": {"sheets": ["甲 (1)", "乙 (1)"]},
        "sheet-other": {"sheet": "说明", "rows": 1},
        "sheet-lacks": {"sheet": "教师", "rows": 1, "columns": ["课程 Course"]},
        "sheet-hidden": {"sheet": "去年", "rows": 2},
    }


def test_a_hidden_sheet_counts_where_no_other_holds_a_list():
    def other(made, page):
        made.add_worksheet("说明").activate()
        page.hide()

    lines, notes = said(book(other))
    assert [line[0] for line in lines] == ["2"]
    assert notes == {"sheet-hidden-read": {"sheet": "甲"}}


def test_the_lists_of_a_file_are_limited_together():
    class Few(Lessons):
        limits = SheetKind.limits

    lines = [HEAD, *[["直播", 1]] * 1_100]
    assert Few().open(book(None, *lines)).length == 1_100
    with pytest.raises(Unreadable) as caught:
        Few().open(book(None, *lines, sheets=("甲", "乙")))
    assert (caught.value.code, caught.value.facts["rows"]) == (
        "sheet-too-many-in-all",
        2_202,
    )


def test_the_sheets_of_a_template_that_nobody_fills_in_are_passed_over():
    content = template(Lessons.columns, notes=["一行一课"])
    assert said(content) == ([], {"row-example": {"rows": ["2"]}})


def test_hidden_rows_and_columns_are_named_and_rows_left_out_if_asked():
    def hide(made, page):
        for row in (2, 3, 5):
            page.set_row(row, None, None, {"hidden": True})
        page.set_column(1, 1, None, None, {"hidden": True})

    content = book(hide, HEAD, *[["直播", n] for n in range(1, 6)])
    lines, notes = said(content)
    assert len(lines) == 5
    assert notes["rows-hidden"] == {"rows": ["3–4", "6"]}
    assert notes["columns-hidden"] == {"columns": ["课时 (B)"]}
    lines, notes = said(content, without_hidden=True)
    assert [line[0] for line in lines] == ["2", "5"]
    assert notes["rows-hidden-out"] == {"rows": ["3–4", "6"]}


def test_columns_that_are_not_read_are_named_where_they_say_something():
    head = ["课程", "课时", "科目", "", "教室", "科目"]
    lines, notes = said(
        book(None, head, ["直播", 2, "选品", "", "", "", "x"], ["运营", 1, "", "y"])
    )
    assert [line[1] for line in lines] == ["直播", "运营"]
    assert notes["columns-unknown"] == {"columns": ["教室"]}
    assert notes["column-twice"] == {
        "name": "课程",
        "read": "课程 (A)",
        "columns": ["科目 (C)"],
    }
    assert notes["column-nameless"] == {"column": "G", "rows": ["2"]}


def test_rows_around_the_list_are_named():
    given = [["第一学期"], HEAD, ["直播", 2], [], HEAD, ["示例 x", 1], ["选品", 1]]
    lines, notes = said(book(None, *given))
    assert [line[0] for line in lines] == ["3", "7"]
    assert notes == {
        "rows-above": {"rows": ["1"]},
        "row-header": {"rows": ["5"]},
        "row-example": {"rows": ["6"]},
    }


def test_a_second_table_is_read_under_its_own_header_or_named():
    swapped = ["教师", "课程", "课时"]
    lines, _notes = said(book(None, HEAD, ["直播", 2], [], swapped, ["林", "选品", 3]))
    assert lines[1][:4] == ("5", "选品", 3, "林")


def test_a_second_table_without_what_is_needed_is_named():
    class Long(Lessons):
        columns = (
            *Lessons.columns,
            Column("room", "教室", "Room", Text(required=False), ""),
        )

    other = [["教师", "教室", "课时"], ["林", "101", 3], ["周", "102", 3]]
    content = book(None, [*HEAD, "教室"], ["直播", 2], [], *other)
    opened = Long().open(content)
    lines = list(Long().lines(opened.tables))
    assert [line.skipped for line in lines][1:] == ["row-blank", *["row-table"] * 3]
    (note,) = opened.unread(lines, without_hidden=False)
    assert (note.code, note.facts) == ("row-table", {"rows": ["4–6"]})


def test_cells_merged_downwards_count_for_each_row_and_across_for_the_first():
    def merge(made, page):
        page.merge_range("A2:A4", "直播")
        page.merge_range("A6:C6", "以上")
        page.merge_range("B5:C5", 7)

    given = [["", 1], ["", 2], ["", 3, "林"], ["选品"]]
    lines, notes = said(book(merge, HEAD, *given))
    assert [line[1:3] for line in lines[:4]] == [
        ("直播", 1),
        ("直播", 2),
        ("直播", 3),
        ("选品", 7),
    ]
    assert notes == {
        "merged-down": {"cells": ["A2:A4"]},
        "merged-across": {"cells": ["B5:C5"]},
    }


def test_comments_and_floating_texts_are_named():
    def more(made, page):
        page.write_comment("B2", "周三停课")
        page.insert_textbox("D4", "以教务处通知为准")

    notes = said(book(more))[1]
    assert notes == {"comments": {"cells": ["B2"]}, "boxes": {"count": 1}}


@pytest.mark.parametrize("row", ["直播,2,林,x", "直播,2,林,,x"])
def test_a_row_of_a_csv_with_more_cells_than_headings_is_rejected(row):
    lines, _notes = said(f"课程,课时,教师\n选品,1\n运营,1,,\n{row}\n".encode())
    assert [bool(line[-1]) for line in lines] == [False, False, True]


def test_a_guess_at_characters_is_said():
    assert said("课程,课时\n直播运营,1\n".encode("gbk"))[1] == {
        "text-guessed": {"as": "GBK"}
    }


def test_what_is_so_on_several_sheets_is_said_once():
    content = book(None, [*HEAD, "教室"], ["直播", 2], sheets=("甲", "乙"))
    opened = Lessons().open(content)
    (_read, note) = opened.unread([], without_hidden=False)
    assert (note.code, note.sheets) == ("columns-unknown", ["甲", "乙"])
    assert str(note).startswith(("甲、乙", "甲, 乙"))
