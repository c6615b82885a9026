"""Reads a workbook from standard input and writes its rows as lines of JSON.

Run as a script in a process of its own, by `spark.sheets.workbook`: on a damaged file
the parser may panic, or ask for so much memory that the process is ended. Then this one
dies, not the server. It imports nothing of ours, so that it starts in 20 ms.

A line is [sheet number, row number, cells], a date in it is ["2026-09-01"]; the last
line is ["end"] or ["error", code].
"""

import io
import json
import resource
import sys
from datetime import date, datetime, time

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
    if isinstance(cell, datetime) and cell.time() == time():
        return [cell.date().isoformat()]
    if isinstance(cell, int | float):
        return cell
    return [cell.isoformat()] if type(cell) is date else str(cell)


def write(line: list) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


def main() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    sheets = [s for s in book.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
    sheets.sort(key=lambda sheet: sheet.visible != SheetVisibleEnum.Visible)
    for index, sheet in enumerate(sheets):
        rows = book.get_sheet_by_name(sheet.name).iter_rows()
        for number, row in enumerate(rows, start=1):
            cells = [value(cell) for cell in row]
            if any(cell is not None and not str(cell).isspace() for cell in cells):
                write([index, number, cells])
    write(["end"])


if __name__ == "__main__":
    limit()
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        main()
    except PasswordError:
        write(["error", "sheet-encrypted"])
