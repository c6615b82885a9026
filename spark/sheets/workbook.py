"""The sheets of a workbook, parsed by a process that may die of it."""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from spark.sheets.limits import Limits, Unreadable
from spark.sheets.marks import Marks
from spark.sheets.places import letters

PARSER = Path(__file__).with_name("parser.py")


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell of a formula that has no value: an error such as #N/A, or no result."""

    said: str

    def __str__(self) -> str:
        return ""


Cell = str | int | float | date | Broken | None
Numbered = tuple[int, list[Cell]]


@dataclass(frozen=True, slots=True)
class Heading:
    """What is known of a sheet before its rows.

    Args:
        merged: of each range top, left, bottom and right, counted from 1.
        marks: as far as the parser knows them.
    """

    name: str
    hidden: bool
    merged: tuple[tuple[int, int, int, int], ...]
    marks: Marks | None


def sheets(data: bytes, limits: Limits) -> Iterator[Heading | Numbered]:
    """Each sheet, followed by its filled rows by number."""
    command = [sys.executable, "-I", str(PARSER)]
    with subprocess.Popen(  # noqa: S603
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},  # no keys, no addresses: what it reads comes from strangers
    ) as process:
        assert process.stdin and process.stdout
        try:
            _send(process, data)
            yield from _lines(process.stdout, limits)
        finally:
            process.kill()


def _send(process: subprocess.Popen[bytes], data: bytes) -> None:
    """All at once: the parser writes nothing before it has read everything."""
    assert process.stdin
    with suppress(BrokenPipeError):  # it died: then its lines lack the last
        process.stdin.write(data)
    with suppress(BrokenPipeError):
        process.stdin.close()


def _lines(lines: Iterable[bytes], limits: Limits) -> Iterator[Heading | Numbered]:
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
            case ["sheet", str(name), bool(hidden), list(merged), marks]:
                ranges = ((a + 1, b + 1, c + 1, d + 1) for (a, b), (c, d) in merged)
                known = _marks(marks, limits) if marks else None
                yield Heading(name, hidden, tuple(ranges), known)
            case [int(number), list(cells)]:
                yield number, [_cell(cell) for cell in cells]
    raise Unreadable("sheet-not-a-spreadsheet")  # it died


def _cell(cell: str | int | float | list[str] | None) -> Cell:
    return date.fromisoformat(cell[0]) if isinstance(cell, list) else cell


def _marks(said: dict[str, list], limits: Limits) -> Marks:
    marks = Marks(hidden_columns=set(said["columns"]))
    marks.hidden_rows = {row for row in said["rows"] if limits.holds_row(row)}
    marks.comments = [f"{letters(column)}{row}" for row, column in said["comments"]]
    for row, column, error in said["errors"]:
        marks.broken[row][column] = error
    return marks
