"""From rows to what is known of each: its values, what is wrong, what it would do."""

import dataclasses
import hashlib
import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.functional import Promise
from django.utils.translation import get_language

from spark.sheets.cells import text
from spark.sheets.guard import Limits, Unreadable
from spark.sheets.header import Header, Headings
from spark.sheets.reading import LIMITS, Row, Source, read
from spark.sheets.workbook import Cell

# How the template's own row begins.
EXAMPLE = re.compile(r"[\[(【]?(?:示例|样例|填写示例|example)", re.IGNORECASE)


@dataclass(frozen=True)
class Column:
    """A column under its headings, and the field that reads its cells.

    A sheet must have the columns whose field is required.

    Args:
        sample: what the example of the template holds; None for a column that is read
            but not offered there.
        also: other headings it goes by.
        asked: marked in the template like a required one.
        lenient: a cell that can't be read is left out, with a warning.
    """

    name: str
    zh: str
    en: str
    field: forms.Field
    sample: str | None
    also: tuple[str, ...] = ()
    asked: bool = False
    lenient: bool = False

    @property
    def heading(self) -> str:
        return f"{self.zh} {self.en}"

    @property
    def label(self) -> str:
        """In the reader's language alone."""
        return self.zh if (get_language() or "").startswith("zh") else self.en


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row: what with, a code, facts, and the words for them.

    Args:
        field: the name of a column, or of what several of them say together.
    """

    field: str
    code: str
    facts: dict[str, object] = dataclasses.field(default_factory=dict)
    message: str | Promise = ""
    column: Column | None = None

    def __str__(self) -> str:
        return str(self.message) % self.facts if self.facts else str(self.message)


NOTHING = Fault("", "")


def faults(error: ValidationError, *columns: Column) -> Iterator[Fault]:
    """Those of an error, each with the column it names or the only one given."""
    by_name = {column.name: column for column in columns}
    alone = columns[0].name if len(columns) == 1 else NON_FIELD_ERRORS
    for name, errors in getattr(error, "error_dict", {alone: [error]}).items():
        column = by_name.get(name)
        for outer in errors:
            for single in outer.error_list:
                said = {"facts": single.params or {}, "message": single.message}
                yield Fault(name, single.code or "", column=column, **said)


class Outcome(StrEnum):
    """What becomes of a row; `ACCEPTED` is all that is known before it is compared."""

    ACCEPTED = "accept"
    REJECTED = "reject"
    SKIPPED = "skip"
    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    SAME = "same"


@dataclass(slots=True)
class Line:
    """A row as read: its values by column, or what is wrong with it."""

    number: int
    cells: dict[str, Cell] = field(repr=False)
    values: dict[str, Any] = field(default_factory=dict, repr=False)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    skipped: str = ""  # the code of why it is no row of the list


@dataclass(frozen=True, slots=True)
class Checked:
    """What a row comes to; `record` is what is written, as `words` tell it."""

    number: int
    outcome: Outcome
    words: str = ""
    record: Any = None
    faults: Sequence[Fault] = ()
    warnings: Sequence[Fault] = ()

    @property
    def fault(self) -> Fault:
        """The first, or for a good row one that says nothing."""
        return self.faults[0] if self.faults else NOTHING


@dataclass(frozen=True)
class Report:
    """What a sheet comes to, row by row; `unread` are headings nobody asked for."""

    rows: list[Checked]
    unread: list[str]

    def of(self, *outcomes: Outcome) -> list[Checked]:
        return [row for row in self.rows if row.outcome in outcomes]

    @property
    def rejected(self) -> list[Checked]:
        return self.of(Outcome.REJECTED)

    @property
    def to_write(self) -> list[Checked]:
        return self.of(Outcome.ADDED, Outcome.CHANGED, Outcome.REMOVED)

    @property
    def digest(self) -> str:
        """Equal as long as the same would be done."""
        parts = [(row.number, row.outcome.value, row.words) for row in self.rows]
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


class Sheet(ABC):
    """What the columns of a sheet are, and what its rows come to."""

    limits: ClassVar[Limits] = LIMITS
    header_by: ClassVar[type[Headings]] = Headings

    @cached_property
    @abstractmethod
    def columns(self) -> Sequence[Column]:
        """In the order of the template, whose example is told by the first."""

    @abstractmethod
    def check(self, lines: Iterable[Line]) -> Iterable[Checked]:
        """What each line would do, in order."""

    @cached_property
    def headings(self) -> Headings:
        return self.header_by(
            {c.name: (c.zh, c.en, c.heading, *c.also) for c in self.columns}
        )

    def rows(self, source: Source, filename: str = "") -> list[Row]:
        """The sheet that holds the list: an instruction sheet before it is passed over.

        Raises:
            Unreadable: the file can't be read.
        """
        return read(
            source,
            filename,
            limits=self.limits,
            wanted=lambda rows: self.headings.find(rows) is not None,
        )

    def header(self, rows: Sequence[Row]) -> Header:
        """Raises Unreadable without one, or without a column that must be there."""
        header = self.headings.find(rows)
        found = header.columns.values() if header else ()
        missing = [
            column
            for column in self.columns
            if column.field.required and column.name not in found
        ]
        if header is None or missing:
            raise self.unreadable(header, missing)
        return header

    def unreadable(
        self, header: Header | None, missing: Sequence[Column]
    ) -> Unreadable:
        names = "、".join(column.heading for column in missing)
        return Unreadable("sheet-columns-missing", columns=names)

    def lines(self, rows: Iterable[Row], header: Header) -> Iterator[Line]:
        """The rows below the header, each cell read."""
        for row in rows:
            if row.number >= header.first:
                yield self._line(row, header)

    def _line(self, row: Row, header: Header) -> Line:
        line = Line(row.number, header.values(row))
        line.skipped = self.skipped(row, header)
        for column in () if line.skipped else self.columns:
            try:
                value = column.field.clean(line.cells.get(column.name))
            except ValidationError as error:
                found = line.warnings if column.lenient else line.faults
                found += faults(error, column)
                value = column.field.clean(None) if column.lenient else None
            line.values[column.name] = value
        return line

    def skipped(self, row: Row, header: Header) -> str:
        """Why a row is none of the list, as a code; empty if it counts."""
        if not any(text(cell) for cell in row.cells):
            return "row-blank"
        if header.is_again(row):
            return "row-header"
        named = text(header.values(row).get(self.columns[0].name))
        return "row-example" if EXAMPLE.match(named) else ""

    def rejected(self, line: Line, error: ValidationError | None = None) -> Checked:
        """A line with its faults, and those of the error."""
        more = faults(error, *self.columns) if error else ()
        return Checked(line.number, Outcome.REJECTED, faults=[*line.faults, *more])
