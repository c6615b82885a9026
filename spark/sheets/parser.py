"""Reads a workbook from standard input and writes its rows as lines of JSON.

Run as a script in a process of its own, by `spark.sheets.workbook`: on a damaged file
the parser may panic, or ask for so much memory that the process is ended. Then this one
dies, not the server. It imports nothing of ours, so that it starts in 20 ms.

Each sheet begins with ["sheet", name, hidden?, merged ranges, marks]; then come its
filled rows as [row number, cells], where a date is ["2026-09-01"]. The last line is
["end"] or ["error", code]. The marks of an old .xls say what calamine doesn't: hidden
rows and columns, errors by row and column, cells with comments.
"""

import io
import json
import os
import resource
import sys
from contextlib import suppress
from datetime import date, datetime, time, timedelta

from python_calamine import (
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

MEMORY = 2 * 1024**3
SECONDS = 60
EXACT = 2**53  # whole numbers beyond this are not exact in a sheet
LONGEST = 4_000  # characters of a cell; no list needs more
OLE = b"\xd0\xcf\x11\xe0"
MERGED = 20_000  # ranges told of a sheet
HALF = timedelta(microseconds=500_000)


def limit() -> None:
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (soft, hard))


def value(cell: object) -> object:
    if isinstance(cell, str):
        return cell[:LONGEST] or None
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < EXACT:
        return int(cell)
    if isinstance(cell, int | float):
        return cell
    if isinstance(cell, time):
        cell = timedelta(
            hours=cell.hour,
            minutes=cell.minute,
            seconds=cell.second,
            microseconds=cell.microsecond,
        )
    if isinstance(cell, timedelta):
        return clock(cell)
    if isinstance(cell, datetime):
        cell = (cell + HALF).replace(microsecond=0)
        return [cell.date().isoformat()] if cell.time() == time() else str(cell)
    return [cell.isoformat()] if isinstance(cell, date) else str(cell)


def clock(since: timedelta) -> str:
    """Hours and minutes as a sheet shows them, 24:00 and 25:30 too; to the second."""
    minutes, seconds = divmod(round(since.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}"


def write(line: list) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


def marks_of(data: bytes) -> dict[str, dict]:
    """Of each sheet of an old .xls, counted from 1."""
    import xlrd  # noqa: PLC0415 -- slow import

    with open(os.devnull, "w") as nowhere:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=nowhere
        )
    return {
        sheet.name: {
            "rows": [n + 1 for n, row in sheet.rowinfo_map.items() if row.hidden],
            "columns": [
                n + 1 for n, column in sheet.colinfo_map.items() if column.hidden
            ],
            "errors": [
                [row + 1, column + 1, xlrd.error_text_from_code.get(cell.value, "#N/A")]
                for row in range(sheet.nrows)
                for column, cell in enumerate(sheet.row(row))
                if cell.ctype == xlrd.XL_CELL_ERROR
            ],
            "comments": [[row + 1, column + 1] for row, column in sheet.cell_note_map],
        }
        for sheet in book.sheets()
    }


def main() -> None:
    data = sys.stdin.buffer.read()
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    marks: dict[str, dict] = {}
    if data.startswith(OLE):
        with suppress(Exception):  # a damaged one, whose values can still be read
            marks = marks_of(data)
    for known in book.sheets_metadata:
        if known.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(known.name)
        merged = (sheet.merged_cell_ranges or [])[:MERGED]
        hidden = known.visible != SheetVisibleEnum.Visible
        write(["sheet", known.name, hidden, merged, marks.get(known.name)])
        for number, row in enumerate(sheet.iter_rows(), start=1):
            cells = [value(cell) for cell in row]
            if any(cell is not None and not str(cell).isspace() for cell in cells):
                write([number, cells])
    write(["end"])


if __name__ == "__main__":
    limit()
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        main()
    except PasswordError:
        write(["error", "sheet-encrypted"])
