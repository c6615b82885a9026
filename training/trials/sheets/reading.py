"""From a file to rows, and what is known of each: its values, or what is wrong."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language

from spark.sheets import Cell, Row, read
from spark.sheets.guard import MB, Limits, Unreadable
from training.trials.sheets.fields import folded, plain

LIMITS = Limits(bytes=2 * MB, rows=2_000, columns=60, unpacked=40 * MB, text=8 * MB)
EXAMPLE = ("示例", "example")  # how the template's own row begins


@dataclass(frozen=True)
class Column:
    """A column under its headings, and the field that reads its cells."""

    name: str
    zh: str
    en: str
    field: forms.Field
    sample: str
    also: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        return f"{self.zh} {self.en}"

    @property
    def label(self) -> str:
        """In the reader's language alone."""
        return self.zh if (get_language() or "").startswith("zh") else self.en

    @property
    def headings(self) -> set[str]:
        known = (self.zh, self.en, self.heading, *self.also)
        return {folded(name) for name in known}

    def says(self, cell: Cell) -> bool:
        """Is this its heading? Stars and brackets beside it don't count."""
        return folded(plain(cell).partition("(")[0]) in self.headings


class Outcome(StrEnum):
    WRONG, ADDED, CHANGED, REMOVED, SAME = (
        "wrong",
        "added",
        "changed",
        "removed",
        "same",
    )


@dataclass
class Line:
    """A row of the sheet: its values by column, or what is wrong with it."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[tuple[Column | None, str]] = field(default_factory=list)


@dataclass
class Judged:
    """What a row comes to; `record` is what its kind writes, as `words` tell it."""

    number: int
    outcome: Outcome
    words: str = ""
    record: Any = None
    faults: list[tuple[Column | None, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Judgement:
    """What a sheet comes to, row by row; `unread` are headings nobody asked for."""

    rows: list[Judged]
    unread: list[str]

    def of(self, *outcomes: Outcome) -> list[Judged]:
        return [row for row in self.rows if row.outcome in outcomes]

    @property
    def wrong(self) -> list[Judged]:
        return self.of(Outcome.WRONG)

    @property
    def to_write(self) -> list[Judged]:
        return self.of(Outcome.ADDED, Outcome.CHANGED, Outcome.REMOVED)

    @property
    def digest(self) -> str:
        """Equal as long as the same would be done."""
        parts = [(row.number, row.outcome.value, row.words) for row in self.rows]
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def lines(
    content: bytes, filename: str, columns: Sequence[Column]
) -> tuple[list[Line], list[str]]:
    """The rows below the header, each cell read, and the headings not read.

    Raises:
        Unreadable: also for a sheet without one of the columns that must be there.
    """
    rows = read(content, filename, limits=LIMITS, wanted=_has_header(columns))
    head = next((row for row in rows if _is_header(row, columns)), None)
    where = _columns_of(head, columns) if head else {}
    missing = [c for c in columns if c.field.required and c.name not in where]
    if head is None or missing:
        names = "、".join(column.heading for column in missing)
        raise Unreadable("sheet-columns-missing", columns=names)
    known = set(where.values())
    unread = [
        plain(cell)
        for place, cell in enumerate(head.cells)
        if place not in known and plain(cell)
    ]
    below = (row for row in rows if row.number > head.number)
    found = [_line(row, where, columns) for row in below if _counts(row)]
    if not found:
        raise Unreadable("sheet-empty", filename=filename)
    return found, unread


def _has_header(columns: Sequence[Column]) -> Callable[[list[Row]], bool]:
    return lambda rows: any(_is_header(row, columns) for row in rows)


def _is_header(row: Row, columns: Sequence[Column]) -> bool:
    return len(_columns_of(row, columns)) >= 2


def _columns_of(row: Row, columns: Sequence[Column]) -> dict[str, int]:
    """Column by name → its place; the first of two with the same heading."""
    found: dict[str, int] = {}
    for place, cell in enumerate(row.cells):
        if not plain(cell):
            continue
        for column in columns:
            if column.name not in found and column.says(cell):
                found[column.name] = place
                break
    return found


def _counts(row: Row) -> bool:
    """Neither empty nor the example."""
    texts = [text for cell in row.cells if (text := plain(cell))]
    return bool(texts) and not texts[0].casefold().startswith(EXAMPLE)


def _line(row: Row, where: Mapping[str, int], columns: Iterable[Column]) -> Line:
    line = Line(row.number)
    for column, cell in _cells(row, where, columns):
        try:
            line.values[column.name] = column.field.clean(cell)
        except ValidationError as error:
            line.faults += [(column, message) for message in error.messages]
    return line


def _cells(
    row: Row, where: Mapping[str, int], columns: Iterable[Column]
) -> Iterator[tuple[Column, Cell]]:
    for column in columns:
        place = where.get(column.name, len(row.cells))
        yield column, row.cells[place] if place < len(row.cells) else None
