"""A small kind of sheet, workbooks of it, and what is said of them."""

import io

import xlsxwriter

from spark.sheets.checking import Column
from spark.sheets.fields import Text, Whole
from spark.sheets.sheet import Sheet

HEAD = ["课程", "课时", "教师"]


class Lessons(Sheet):
    columns = (
        Column("course", "课程", "Course", Text(max_length=9), "示例 直播", ("科目",)),
        Column("hours", "课时", "Hours", Whole(min_value=1), "2"),
        Column("teacher", "教师", "Teacher", Text(required=False), "", lenient=True),
    )

    def check(self, lines):
        raise NotImplementedError


def book(make, *lines, sheets=("甲",)) -> bytes:
    """A workbook whose sheets hold the lines; `make(book, first sheet)` adds to it."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as made:
        pages = [made.add_worksheet(name) for name in sheets]
        for page in pages:
            for number, line in enumerate(lines or [HEAD, ["直播", 2, "林"]]):
                page.write_row(number, 0, line)
        if make:
            make(made, pages[0])
    return buffer.getvalue()


def said(content, **options) -> tuple[list, dict]:
    """The lines that count, as (row, values, faults), and the notes by code."""
    opened = Lessons().open(content)
    lines = list(Lessons().lines(opened.tables, **options))
    notes = opened.unread(lines, without_hidden=bool(options))
    return [
        (str(line.place), *line.values.values(), [str(f) for f in line.faults])
        for line in lines
        if not line.skipped
    ], {note.code: note.facts for note in notes}
