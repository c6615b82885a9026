"""Formulas without results, errors, and what is filled down without saying anything."""

import pytest

from spark.sheets import Page, Unreadable, read
from spark.sheets.tables import Table
from spark.sheets.unread import of_tables
from spark.sheets.workbook import Broken
from tests.spark.lessons import HEAD, Lessons, book, said
from tests.spark.test_sheets import FILES, in_sheet, repacked


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="B2"><f>1+1</f></c>',
        b'<c r="B2"><f>1+1</f><v/></c>',
        b'<c r="B2"><f>1+1</f><v>0</v></c>',
        b'<c r="B2"><f t="shared" si="0"/></c>',
        b'<c r="B2"><f t="array" ref="B2:B3">A2:A3</f></c>',
        b'<c r="B2"><f>_xlfn.XLOOKUP(A2,A:A,B:B)</f><v>0</v></c>',
    ],
)
def test_a_formula_without_a_result_is_named_by_its_cell(cell):
    content = repacked(book(None), in_sheet(b'<c r="B2"><v>2</v></c>', cell))
    row, *_values, faults = said(content)[0][0]
    assert row == "2" and len(faults) == 1
    assert "B2" in faults[0] and "WPS" in faults[0]


def test_the_cells_of_one_formula_without_results_are_all_named():
    array = b'<c r="B2"><f t="array" ref="B2:B3">A9</f><v>0</v></c>'
    content = book(None, HEAD, ["直播", 2], ["选品", 0], ["运营", 4])
    lines, _notes = said(repacked(content, in_sheet(b'<c r="B2"><v>2</v></c>', array)))
    assert [bool(line[-1]) for line in lines] == [True, True, False]
    assert "B3" in lines[1][-1][0]


def test_zero_is_a_result_once_excel_has_worked_everything_out():
    cell = b'<c r="B2"><f>1-1</f><v>0</v></c>'

    def saved(name, text):
        text = text.replace(b' fullCalcOnLoad="1"', b"")
        return in_sheet(b'<c r="B2"><v>2</v></c>', cell)(name, text)

    ((_row, _course, _hours, _teacher, faults),) = said(repacked(book(None), saved))[0]
    assert "WPS" not in faults[0]


def test_a_row_of_nothing_but_formulas_is_told_and_not_passed_over():
    row = b'<row r="3"><c r="A3"><f>X!A1</f></c><c r="B3"><f>X!B1</f></c></row>'
    content = repacked(book(None), in_sheet(b"</sheetData>", row + b"</sheetData>"))
    lines, _notes = said(content)
    assert [(line[0], len(line[-1])) for line in lines] == [("2", 0), ("3", 2)]


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?"])
def test_an_error_in_a_cell_is_named_whether_of_a_formula_or_in_a_text(error):
    cell = f'<c r="B2" t="e"><f>X</f><v>{error}</v></c>'.encode()
    old = b'<c r="B2"><v>2</v></c>'
    for content in (
        repacked(book(None), in_sheet(old, cell)),
        f"课程,课时\n直播,{error}\n".encode(),
    ):
        ((_row, *_values, faults),) = said(content)[0]
        assert "B2" in faults[0] and error in faults[0]


def test_an_error_in_a_column_that_may_be_empty_is_a_warning():
    opened = Lessons().open("课程,课时,教师\n直播,1,#N/A\n".encode())
    (line,) = Lessons().lines(opened.tables)
    assert (line.faults, line.values["teacher"]) == ([], "")
    assert [warning.code for warning in line.warnings] == ["cell-error"]


@pytest.mark.parametrize(
    "fill",
    [
        lambda page, row: page.write_formula(row, 5, f'=IF(A{row}="","",1)', None, ""),
        lambda page, row: page.write_string(row, 5, "", None),
        lambda page, row: page.write_blank(row, 5, None, None),
    ],
    ids=["formulas", "texts", "formats"],
)
def test_what_is_filled_down_and_shows_nothing_makes_no_rows(fill):
    def down(made, page):
        for row in range(2, 30_000):
            fill(page, row)

    assert said(book(down)) == ([("2", "直播", 2, "林", [])], {})


def test_a_shared_text_of_nothing_makes_no_rows():
    def down(made, page):
        page.write_string(29_999, 5, "Q")

    content = repacked(
        book(down), lambda name, text: text.replace(b"<t>Q</t>", b"<t></t>")
    )
    assert said(content) == ([("2", "直播", 2, "林", [])], {})


def test_what_reaches_too_far_is_named_by_its_cell():
    def number(made, page):
        page.write(29_999, 13, 1)

    with pytest.raises(Unreadable) as caught:
        Lessons().open(book(number))
    assert caught.value.facts["cell"] == "N30000"


def old_workbook(*changes: tuple[int, bytes, bytes]) -> bytes:
    """An .xls with bytes changed some way behind a record of it."""
    content = bytearray((FILES / "old.xls").read_bytes())
    for behind, record, new in changes:
        place = content.index(record) + behind
        content[place : place + len(new)] = new
    return bytes(content)


HIDDEN = (16, b"\x08\x02\x10\x00\x03\x00", b"\x2f")  # the fourth row's flags
NUMBER = b"\x03\x02\x0e\x00\x02\x00\x03\x00"  # of C3, but its column
ERROR = b"\x05\x02\x08\x00\x02\x00\x03\x00\x11\x00\x2a\x01" + b"\xff\x0f\x02\x00\0\0"


def test_an_old_workbook_tells_hidden_rows_and_errors_too():
    (page,) = read(old_workbook(HIDDEN, (0, NUMBER, ERROR)))
    assert page.told
    assert page.marks.hidden_rows == {4}
    assert page.marks.broken == {3: {4: "#N/A"}}
    assert page.rows[2].cells[3] == Broken("#N/A")


def test_where_marks_cannot_be_read_that_is_said():
    rows = read(book(None))[0].rows
    table = Table(Page(rows, told=False), Lessons().header(rows))
    assert [note.code for note in of_tables([table], [])] == ["marks-unknown"]
