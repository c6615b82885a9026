"""Sheets we write: text stays text, and nothing in them is calculated."""

import io
import re
import zipfile
from datetime import UTC, date, datetime

import pytest

from spark.sheets import read
from spark.sheets.writing import csv_lines, workbook

pytestmark = pytest.mark.usefixtures("anywhere")

RISKY = ["=1+1", "+8613900012345", "-2", "@SUM(A1)", "\t=1", "\r=1", "＝1+1"]


def cells(content: bytes) -> list[list[object]]:
    return [row.cells for row in read(content)[0].rows]


def parts(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "".join(
            book.read(name).decode()
            for name in book.namelist()
            if name.endswith(".xml")
        )


def test_what_is_written_is_read_again():
    moment = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
    rows = [["林可馨", "007", 12, 1.5, date(2006, 3, 9), moment, None]]
    written = workbook(list("ABCDEFG"), rows, sheet="候选人", notes=["2026 秋"])
    note, head, row = cells(written)
    assert note[0] == "2026 秋"
    assert head == list("ABCDEFG")
    assert row[:4] == ["林可馨", "007", 12, 1.5]
    assert row[4] == date(2006, 3, 9)
    assert row[5] == "2026-11-24 09:30:00"


@pytest.mark.parametrize("text", RISKY)
def test_a_workbook_holds_no_formula(text):
    written = workbook([text], [[text]])
    assert "<f>" not in parts(written)
    assert 'quotePrefix="1"' in parts(written)
    assert 't="inlineStr"' in parts(written)


def test_addresses_are_no_links():
    written = workbook(["Site"], [["https://evil.example/"]])
    assert "hyperlink" not in parts(written)


@pytest.mark.parametrize("text", RISKY)
def test_a_line_of_csv_starts_no_formula(text):
    assert "'" + text in "".join(csv_lines(["A"], [[text]]))


def test_lines_of_csv_open_in_excel_with_numbers_and_days():
    lines = list(csv_lines(["姓名", "数"], [["林,可馨", -2], [None, date(2026, 1, 2)]]))
    assert lines == ["\ufeff姓名,数\r\n", '"林,可馨",-2\r\n', ",2026-01-02\r\n"]


def test_a_cell_too_long_for_excel_is_cut():
    text = re.sub(r"[^字]", "", parts(workbook(["A"], [["字" * 40_000]])))
    assert len(text) == 32_767
