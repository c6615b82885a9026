"""The sheets of a workbook, parsed by a process that may die of it."""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from itertools import groupby
from pathlib import Path

from spark.sheets.guard import Limits, Unreadable

PARSER = Path(__file__).with_name("parser.py")
Cell = str | int | float | date | None


def sheets(data: bytes, limits: Limits) -> Iterator[Iterator[tuple[int, list[Cell]]]]:
    """For each sheet with content, visible ones first, its filled rows by number."""
    command = [sys.executable, "-I", str(PARSER)]
    with subprocess.Popen(  # noqa: S603
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdin and process.stdout
        try:
            _send(process, data)
            rows = _rows(process.stdout, limits)
            for _, sheet in groupby(rows, key=lambda row: row[0]):
                yield ((number, cells) for _, number, cells in sheet)
        finally:
            process.kill()


def _send(process: subprocess.Popen[bytes], data: bytes) -> None:
    """All at once: the parser writes nothing before it has read everything."""
    assert process.stdin
    with suppress(BrokenPipeError):  # it died: then its lines lack the last
        process.stdin.write(data)
    with suppress(BrokenPipeError):
        process.stdin.close()


def _rows(
    lines: Iterable[bytes], limits: Limits
) -> Iterator[tuple[int, int, list[Cell]]]:
    size = 0
    for line in lines:
        size += len(line)
        if size > limits.text:  # one long text in very many cells
            raise Unreadable("sheet-bomb")
        match json.loads(line):
            case ["end"]:
                return
            case ["error", str(code)]:
                raise Unreadable(code)
            case [int(sheet), int(number), list(cells)]:
                yield sheet, number, [_cell(cell) for cell in cells]
    raise Unreadable("sheet-not-a-spreadsheet")  # it died


def _cell(cell: str | int | float | list[str] | None) -> Cell:
    return date.fromisoformat(cell[0]) if isinstance(cell, list) else cell
