"""From a file to its pages of plain values: .xlsx, .xls and .csv.

What the columns mean is the reader's business. A file is told by its content, not by
its name, and `guard` looks at it before the parser does.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from spark.sheets import plain
from spark.sheets.disguised import is_page, kind_of
from spark.sheets.guard import inspect
from spark.sheets.limits import MB, Limits, Unreadable
from spark.sheets.marks import Marks
from spark.sheets.workbook import Broken, Cell, Heading, Numbered, sheets

Source = bytes | str | os.PathLike | BinaryIO

PEEK = 60  # rows shown to `wanted`
ZIP = b"PK"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A locked .xlsx is a package inside; a locked .xls says so after its first record.
ENCRYPTED = re.compile(
    re.escape("EncryptedPackage".encode("utf-16-le"))
    + rb"|\x09\x08\x10\x00\x00\x06\x05\x00.{12}(?:\x86\x00\x00\x00)?\x2f\x00",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row under its number in the sheet, counted from 1."""

    number: int
    cells: list[Cell]


@dataclass(slots=True)
class Page:
    """A sheet with content: its rows up to the last that holds something.

    Args:
        form: "xlsx", "xls" or "csv".
        hidden: the sheet itself.
        told: whether its marks could be read.
        guessed: as what the bytes of a text were taken, if they didn't say.
        filled: how many of its rows hold something; of a page that isn't wanted only
            the first rows are kept.
    """

    rows: list[Row]
    name: str = ""
    form: str = ""
    hidden: bool = False
    merged: tuple[tuple[int, int, int, int], ...] = ()
    marks: Marks = field(default_factory=Marks)
    told: bool = True
    guessed: str = ""
    filled: int = 0


LIMITS = Limits()


def read(
    source: Source,
    filename: str = "",
    *,
    limits: Limits = LIMITS,
    wanted: Callable[[list[Row]], bool] = bool,
) -> list[Page]:
    """The pages with content, in their order.

    Args:
        filename: named in a refusal, never trusted.
        wanted: shown the first rows of each; only those it says yes to are kept whole.

    Raises:
        Unreadable: the file can't be read.
    """
    data = b""
    try:
        data = _load(source, limits)
        pages = list(_pages(data, limits, wanted))
        if not pages:
            raise Unreadable("sheet-empty")
    except Unreadable as error:
        error.facts.setdefault("filename", filename)
        if error.code == "sheet-not-a-spreadsheet":
            error.facts["what"] = kind_of(data)
        raise
    return pages


def _pages(
    data: bytes, limits: Limits, wanted: Callable[[list[Row]], bool]
) -> Iterator[Page]:
    form, marks = "xls", {}
    if is_page(data):
        raise Unreadable("sheet-not-a-spreadsheet")
    if data.startswith(ZIP):
        form, marks = "xlsx", inspect(data, limits)
    elif not data.startswith(OLE):
        text = plain.decoded(data)
        page = Page([], form="csv", guessed=text.guessed)
        yield from _filled(page, plain.rows(text.text), limits, wanted)
        return
    elif ENCRYPTED.search(data):
        raise Unreadable("sheet-encrypted")
    for heading, rows in _by_sheet(sheets(data, limits)):
        name = heading.name
        page = Page([], name, form, heading.hidden, heading.merged)
        page.marks = marks.get(name) or heading.marks or page.marks
        page.told = name in marks or heading.marks is not None
        yield from _filled(page, rows, limits, wanted)


def _by_sheet(
    lines: Iterable[Heading | Numbered],
) -> Iterator[tuple[Heading, Iterator[Numbered]]]:
    """Each heading with its own rows, which are taken before the next heading."""
    remaining = iter(lines)
    heading = next(remaining, None)
    while isinstance(heading, Heading):
        following: list[Heading] = []
        yield heading, _until_heading(remaining, following)
        heading = following[0] if following else None


def _until_heading(
    lines: Iterator[Heading | Numbered], following: list[Heading]
) -> Iterator[Numbered]:
    for line in lines:
        if isinstance(line, Heading):
            following.append(line)
            return
        yield line


def _load(source: Source, limits: Limits) -> bytes:
    if isinstance(source, bytes):
        size = len(source)
    elif isinstance(source, str | os.PathLike):
        size = os.stat(source).st_size
    else:
        size = source.seek(0, os.SEEK_END)
        source.seek(0)
    if size > limits.bytes:
        raise Unreadable("sheet-too-large", limit=limits.bytes // MB)
    if isinstance(source, bytes):
        return source
    if isinstance(source, str | os.PathLike):
        with open(source, "rb") as file:
            return file.read()
    return source.read()


def _filled(
    page: Page,
    rows: Iterable[Numbered],
    limits: Limits,
    wanted: Callable[[list[Row]], bool],
) -> Iterator[Page]:
    """The page if it has rows, with the empty ones between them but none at its end."""
    is_wanted: bool | None = None
    for number, cells in rows:
        if not any(cell is not None and not str(cell).isspace() for cell in cells):
            continue
        limits.check_row(number)
        limits.check_columns(len(cells))
        page.filled += 1
        if is_wanted is None and number > PEEK:
            is_wanted = bool(page.rows) and wanted(page.rows[:PEEK])
        if is_wanted is not False:
            _add(page, number, cells)
    if is_wanted is None:
        is_wanted = bool(page.rows) and wanted(page.rows[:PEEK])
    if is_wanted:
        _mark(page, limits)
    if page.rows:
        yield page


def _add(page: Page, number: int, cells: list[Cell]) -> None:
    rows = page.rows
    rows += [Row(empty, []) for empty in range(len(rows) + 1, number)]
    rows.append(Row(number, cells))


def _mark(page: Page, limits: Limits) -> None:
    """Put what came of formulas into the cells that the parser leaves empty."""
    for number, found in sorted(page.marks.broken.items()):
        if not found or not limits.holds_row(number):
            continue
        if number > len(page.rows):
            _add(page, number, [])
        cells = page.rows[number - 1].cells
        cells += [None] * (max(found) - len(cells))
        for column, said in found.items():
            cells[column - 1] = Broken(said)
