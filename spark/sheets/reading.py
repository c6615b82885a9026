"""From a file to rows of plain values: .xlsx, .xls and .csv.

What the columns mean is the reader's business. A file is told by its content, not by
its name, and `guard` looks at it before the parser does.
"""

import csv
import io
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from spark.sheets.guard import MB, Limits, Unreadable, inspect
from spark.sheets.workbook import Cell, sheets

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
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
NOT_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1f]|^(?:%PDF|Rar!|GIF8|7z|\xff\xd8\xff)")


@dataclass(frozen=True, slots=True)
class Row:
    """One row under its number in the sheet, counted from 1."""

    number: int
    cells: list[Cell]


LIMITS = Limits()


def read(
    source: Source,
    filename: str = "",
    *,
    limits: Limits = LIMITS,
    wanted: Callable[[list[Row]], bool] | None = None,
) -> list[Row]:
    """The rows of the first sheet with content, without the empty ones at its end.

    Args:
        filename: named in a refusal, never trusted.
        wanted: shown the first rows of each sheet with content; the first sheet it
            says yes to is read, or the first with content when it never does.
    """
    try:
        rows = _rows(_load(source, limits), limits, wanted)
        if not rows:
            raise Unreadable("sheet-empty")
    except Unreadable as error:
        error.facts.setdefault("filename", filename)
        raise
    return rows


def _rows(
    data: bytes, limits: Limits, wanted: Callable[[list[Row]], bool] | None
) -> list[Row]:
    if data.startswith(ZIP):
        inspect(data, limits)
    elif not data.startswith(OLE):
        return _filled(_text(data), limits)
    elif ENCRYPTED.search(data):
        raise Unreadable("sheet-encrypted")
    first: list[Row] = []
    for numbered in sheets(data, limits):
        rows = _filled(numbered, limits)
        if wanted is None or wanted(rows[:PEEK]):
            return rows
        first = first or rows
    return first


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


# Text -------------------------------------------------------------------------------


def _text(data: bytes) -> Iterator[tuple[int, list[Cell]]]:
    text = _decode(data)
    if text.lstrip().startswith("<"):  # a web page or XML under a sheet's name
        raise Unreadable("sheet-not-a-spreadsheet")
    delimiter = max(",\t;", key=text[:20_000].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for number, fields in enumerate(reader, start=1):
            if any(field and not field.isspace() for field in fields):
                yield number, [field or None for field in fields]
    except csv.Error as error:
        raise Unreadable("sheet-not-a-spreadsheet") from error


def _decode(data: bytes) -> str:
    if data.startswith(UTF_16):
        encodings = ["utf-16"]
    elif NOT_TEXT.search(data[:4096]):
        raise Unreadable("sheet-not-a-spreadsheet")
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("sheet-encoding")


def _filled(rows: Iterable[tuple[int, list[Cell]]], limits: Limits) -> list[Row]:
    """Rows within the limits, with the empty ones between them but none at the end."""
    filled: list[Row] = []
    for number, cells in rows:
        limits.check_row(number)
        limits.check_columns(len(cells))
        filled += [Row(empty, []) for empty in range(len(filled) + 1, number)]
        filled.append(Row(number, cells))
    return filled
