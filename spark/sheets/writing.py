"""Sheets as we write them: .xlsx and .csv that no program takes for formulas."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter
from django.utils.functional import Promise
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from spark import clock

FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
LONGEST = 32_767  # characters in a cell of Excel
BOM = "\ufeff"
DAY, MINUTE = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
AS_IT_IS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def workbook(
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    sheet: str = "Sheet1",
    notes: Sequence[str] = (),
) -> bytes:
    """One sheet: the notes, a line each, then the head, then the rows.

    Text stays text, also when somebody edits the cell: phone numbers keep their zeros
    and nothing is calculated. Give numbers as numbers and days as dates.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, AS_IT_IS) as book:
        page = book.add_worksheet(sheet[:31])
        formats = _formats(book)
        page.set_column(0, max(len(columns) - 1, 0), 18)
        for number, note in enumerate(notes):
            _write(page, number, 0, note, formats)
        head = len(notes)
        for column, title in enumerate(columns):
            page.write_string(head, column, str(title), formats["head"])
        page.freeze_panes(head + 1, 0)
        for number, row in enumerate(rows, start=head + 1):
            for column, value in enumerate(row):
                _write(page, number, column, value, formats)
    return buffer.getvalue()


def csv_lines(
    columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> Iterator[str]:
    """The same as lines of CSV, to be sent as UTF-8; Excel knows it by the BOM."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write(BOM)
    for row in _with_head(columns, rows):
        writer.writerow([_plain(value) for value in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def _with_head(
    columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> Iterator[Sequence[object]]:
    yield columns
    yield from rows


def _formats(book: xlsxwriter.Workbook) -> dict[str, Format]:
    return {
        "head": book.add_format({"bold": True, "num_format": "@"}),
        "text": book.add_format({"num_format": "@"}),
        "quoted": book.add_format({"num_format": "@", "quote_prefix": True}),
        "day": book.add_format({"num_format": DAY}),
        "minute": book.add_format({"num_format": MINUTE}),
    }


def _write(
    page: Worksheet, row: int, column: int, value: object, formats: dict[str, Format]
) -> None:
    if value is None or value == "":
        return
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        page.write_number(row, column, value)
    elif isinstance(value, datetime):
        page.write_datetime(row, column, _local(value), formats["minute"])
    elif isinstance(value, date):
        page.write_datetime(row, column, value, formats["day"])
    else:
        text = str(value)[:LONGEST]
        risky = text.startswith(FORMULA)
        page.write_string(row, column, text, formats["quoted" if risky else "text"])


def _local(value: datetime) -> datetime:
    """Sheets know no time zones."""
    return clock.local(value).replace(tzinfo=None) if value.tzinfo else value


def _plain(value: object) -> str:
    """What a program that opens the line can't take for a formula."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{_local(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    written = isinstance(value, str | Promise) and text.startswith(FORMULA)
    return f"'{text}" if written else text
