"""Files as people send them: read whatever they are, or refused in one word."""

import io
import os
import random
import re
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from spark.sheets import LIMITS, Row, Unreadable
from spark.sheets import read as pages
from spark.sheets import workbook as parsing

FILES = Path(__file__).parent / "sheets"
LIST = [["花名册"], [], ["姓名", "学号"], ["林小雨", "007"], ["王一", "12"]]
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0"


def read(source, *given, **options):
    """The rows of the first sheet with content."""
    return pages(source, *given, **options)[0].rows


def workbook(*sheets, hidden=0):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        dates = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for index, lines in enumerate(sheets):
            sheet = book.add_worksheet()
            if index < hidden:
                sheet.hide()
            elif index == hidden:
                sheet.activate()
                sheet.set_first_sheet()
            for row, cells in enumerate(lines):
                for column, cell in enumerate(cells):
                    if isinstance(cell, date):
                        sheet.write_datetime(row, column, cell, dates)
                    else:
                        sheet.write(row, column, cell)
    return buffer.getvalue()


def repacked(content, change):
    """The same workbook with `change(name, text)` made to its parts."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return buffer.getvalue()


def in_sheet(old, new):
    return lambda name, text: text.replace(old, new) if "sheet1" in name else text


def refusal(source, **options):
    with pytest.raises(Unreadable) as caught:
        read(source, "list.xlsx", **options)
    assert caught.value.facts["filename"] == "list.xlsx"
    assert caught.value.status == 422
    return caught.value.code


def filled(rows):
    return {row.number: row.cells for row in rows if row.cells}


# What can be read -------------------------------------------------------------------

TEXT = "姓名,学号\n林小雨,007\n"


@pytest.mark.parametrize(
    "content",
    [
        workbook([["姓名", "学号"], ["林小雨", "007"]]),
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("gb18030"),
        TEXT.replace(",", ";").replace("\n", "\r\n").encode("gbk"),
        TEXT.replace(",", "\t").encode("utf-16"),
    ],
    ids=["xlsx", "utf-8", "bom", "gb18030", "semicolons", "tabs in utf-16"],
)
def test_the_content_tells_what_a_file_is(content, tmp_path):
    expected = [Row(1, ["姓名", "学号"]), Row(2, ["林小雨", "007"])]
    path = tmp_path / "list.dat"
    path.write_bytes(content)
    for source in (content, path, str(path), io.BytesIO(content)):
        assert read(source, "picture.png") == expected


def test_an_old_workbook_is_read():
    rows = read(FILES / "old.xls")
    assert rows[2].cells == [
        1,
        "林小雨",
        "110101200602030022",
        13800000001,
        "综合主播",
    ]


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_rows_keep_their_numbers_and_empty_ones_at_the_end_are_dropped(form):
    lines = [*LIST, [], [" ", ""], []]
    text = "\n".join(",".join(line) for line in lines)
    rows = read(workbook(lines) if form == "xlsx" else text.encode())
    assert [row.number for row in rows] == [1, 2, 3, 4, 5]
    assert filled(rows)[4] == ["林小雨", "007"]
    assert rows[1].cells == []


def test_cells_are_what_people_see():
    line = [1.0, 1.5, True, date(2026, 9, 1), datetime(2026, 9, 1, 8), None, 3.3e17]  # noqa: DTZ001 -- a sheet has no zone
    [row] = read(workbook([line]))
    assert row.cells == [
        1,
        1.5,
        "TRUE",
        date(2026, 9, 1),
        "2026-09-01 08:00:00",
        None,
        3.3e17,
    ]
    assert [type(row.cells[0]), type(row.cells[6])] == [int, float]


def test_every_sheet_with_content_is_a_page_and_says_whether_it_is_hidden():
    found = pages(workbook([["secret"]], [], [["shown"]], [["later"]], hidden=1))
    assert [(p.rows[0].cells, p.hidden) for p in found] == [
        (["secret"], True),
        (["shown"], False),
        (["later"], False),
    ]


def test_of_a_page_nobody_wants_only_the_beginning_is_kept_and_its_rows_counted():
    (page,) = pages(workbook([["a"]] * 200), wanted=lambda rows: False)
    assert (len(page.rows), page.filled) == (60, 200)


# What is refused --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (PNG, "sheet-not-a-spreadsheet"),
        (b"\xff\xd8\xff\xe0picture", "sheet-not-a-spreadsheet"),
        (b"%PDF-1.7\n", "sheet-not-a-spreadsheet"),
        (b"<html><table><tr><td>a", "sheet-not-a-spreadsheet"),
        (b"PK\x03\x04 broken", "sheet-not-a-spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "sheet-not-a-spreadsheet"),
        (workbook(LIST)[:-200], "sheet-not-a-spreadsheet"),
        (b'a,"' + b"x" * 200_000, "sheet-open-quote"),
        (b"a," + b"x" * 200_000, "sheet-not-a-spreadsheet"),
        (b"\xff\xff name \xff", "sheet-encoding"),
        (b"", "sheet-empty"),
        (b" \r\n", "sheet-empty"),
        (b",,,\n,,\n", "sheet-empty"),
        (workbook([]), "sheet-empty"),
        (workbook([[" "]]), "sheet-empty"),
    ],
)
def test_what_cannot_be_read_is_refused(content, code):
    assert refusal(content) == code


def test_another_kind_of_archive_is_refused():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    assert refusal(buffer.getvalue()) == "sheet-not-a-spreadsheet"


def test_a_locked_file_is_named_as_such():
    assert refusal(FILES / "password.xlsx") == "sheet-encrypted"
    old = (FILES / "old.xls").read_bytes()
    locked = old.replace(b"\xe1\x00\x02\x00", b"\x2f\x00\x02\x00", 1)
    assert refusal(locked) == "sheet-encrypted"
    archive = bytearray(workbook(LIST))
    archive[archive.index(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(archive)) == "sheet-encrypted"


def test_a_large_file_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "large.xlsx"
    path.touch()
    os.truncate(path, 200 * 2**20)
    assert refusal(path) == "sheet-too-large"
    with path.open("rb") as file:
        assert refusal(file) == "sheet-too-large"
    assert refusal(b"a,b\n", limits=replace(LIMITS, bytes=3)) == "sheet-too-large"


def test_too_many_rows_are_refused():
    assert refusal(b"a\n" * 100_000) == "sheet-too-many-rows"
    assert refusal(workbook([["a"]] * 20_100)) == "sheet-too-many-rows"
    assert len(read(b"title\n\n" + b"a\n" * 20_000)) == 20_002


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [(1_048_575, 0, "sheet-too-many-rows"), (0, 16_383, "sheet-too-many-columns")],
)
def test_one_stray_cell_far_away_is_refused_before_parsing(row, column, code):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "a")
        sheet.write(row, column, "b")
    assert refusal(buffer.getvalue()) == code


def test_far_cells_are_seen_however_they_are_written():
    far = b'<row r="1048576"><c t="str"><v>a</v></c></row></sheetData>'
    content = repacked(workbook(LIST), in_sheet(b"</sheetData>", far))
    assert refusal(content) == "sheet-too-many-rows"
    odd = repacked(workbook(LIST), in_sheet(b'r="A1"', b'r="A1:B2"'))
    assert refusal(odd) == "sheet-not-a-spreadsheet"


def test_far_cells_without_content_do_not_matter():
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "a")
        sheet.write_blank(1_048_575, 16_383, None, book.add_format({"bold": True}))
    assert read(buffer.getvalue()) == [Row(1, ["a"])]


def test_a_zip_bomb_is_refused_from_its_directory():
    content = repacked(workbook(LIST), lambda name, text: text + b" " * (60 * 2**20))
    assert len(content) < 2**21
    assert refusal(content) == "sheet-bomb"


def test_a_zip_bomb_that_lies_about_its_size_is_refused():
    content = bytearray(
        repacked(workbook(LIST), in_sheet(b"</sheetData>", b" " * 60 * 2**20))
    )
    for match in re.finditer(rb"PK\x01\x02", bytes(content)):
        content[match.start() + 24 : match.start() + 28] = (100).to_bytes(4, "little")
    assert refusal(bytes(content)) == "sheet-bomb"


def test_entities_are_refused():
    bomb = b'<!DOCTYPE a [<!ENTITY b "bbbb">]><worksheet'
    content = repacked(workbook(LIST), in_sheet(b"<worksheet", bomb))
    assert refusal(content) == "sheet-bomb"


def test_one_long_text_in_many_cells_is_refused():
    content = workbook([["x" * 30_000] * 50] * 20)
    assert refusal(content, limits=replace(LIMITS, text=2**20)) == "sheet-bomb"
    assert len(read(content)[0].cells[0]) == 4_000


def test_a_damaged_file_never_ends_the_process():
    chance = random.Random(5)
    old = (FILES / "old.xls").read_bytes()
    for _ in range(60):
        content = bytearray(old)
        for _ in range(chance.randint(1, 20)):
            content[chance.randrange(8, len(content))] = chance.randrange(256)
        try:
            assert read(bytes(content))
        except Unreadable as refused:
            assert refused.code.startswith("sheet-")


def test_the_parser_knows_no_secrets(monkeypatch, tmp_path):
    monkeypatch.setenv("FIELD_KEYS", "secret")
    told = tmp_path / "told.py"
    told.write_text(
        "import json, os, sys\n"
        "sys.stdin.buffer.read()\n"
        'print(json.dumps(["sheet", " ".join(os.environ), False, [], None]))\n'
        'print(json.dumps(["end"]))\n'
    )
    monkeypatch.setattr(parsing, "PARSER", told)
    (heading,) = parsing.sheets(b"", LIMITS)
    assert "FIELD_KEYS" not in heading.name and "PATH" not in heading.name.split()
