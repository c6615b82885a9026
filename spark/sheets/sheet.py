"""A kind of sheet: its columns, how a file of it is read, what its rows come to."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from django.core.exceptions import ValidationError

from spark.sheets import unread
from spark.sheets.cells import text
from spark.sheets.checking import Checked, Column, Fault, Line, Outcome, faults
from spark.sheets.header import Header, Headings
from spark.sheets.limits import Limits, Unreadable
from spark.sheets.places import letters
from spark.sheets.reading import LIMITS, Page, Row, Source, read
from spark.sheets.tables import Table
from spark.sheets.template import OWN
from spark.sheets.unread import Note
from spark.sheets.words import WORDS
from spark.sheets.workbook import Broken, Cell

# How the template's own row begins.
EXAMPLE = re.compile(r"[\[(【]?(?:示例|样例|填写示例|example)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Opened:
    """A file's lists, and what of it is not read."""

    tables: list[Table]
    notes: list[Note]

    @property
    def header(self) -> Header:
        """Of the first list."""
        return self.tables[0].header

    @property
    def length(self) -> int:
        return sum(len(table.below) for table in self.tables)

    def unread(self, lines: Iterable[Line], *, without_hidden: bool) -> list[Note]:
        """Also the rows that are passed over."""
        more = unread.of_lines(lines, without_hidden=without_hidden)
        return unread.joined([*self.notes, *more])


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
    def needed(self) -> list[Column]:
        return [column for column in self.columns if column.field.required]

    @cached_property
    def headings(self) -> Headings:
        names = {c.name: (c.zh, c.en, c.heading, *c.also) for c in self.columns}
        return self.header_by(names, (column.name for column in self.needed))

    # A file --------------------------------------------------------------------------

    def open(self, source: Source, filename: str = "") -> Opened:
        """All lists of a file: every visible sheet that has the columns needed.

        A hidden sheet counts where no other holds a list.

        Raises:
            Unreadable: the file can't be read, or has no such list.
        """
        wanted = lambda rows: not self._lacks(rows)  # noqa: E731
        pages = read(source, filename, limits=self.limits, wanted=wanted)
        own = [page for page in pages if page.name not in OWN] or pages
        full = [page for page in own if not self._lacks(page.rows)]
        lists = [page for page in full if not page.hidden] or full[:1]
        if not lists:
            known = (page for page in own if self.headings.find(page.rows))
            self.header(next(known, own[0]).rows)  # says what is missing
        self.limits.check_total(sum(len(page.rows) for page in lists))
        tables = [
            Table(page, self.header(page.rows), page.name if len(lists) > 1 else "")
            for page in lists
        ]
        others = [page for page in own if page not in lists]
        notes = [*unread.of_tables(tables, map(self._passed, others))]
        if (form := unread.misnamed(lists[0], filename)) is not None:
            notes.append(form)
        for table in tables:
            notes += self.notes(table)
        return Opened(tables, notes)

    def _lacks(self, rows: Sequence[Row]) -> set[str]:
        """Names of needed columns that a sheet doesn't have."""
        header = self.headings.find(rows)
        found = header.columns.values() if header else ()
        return {column.name for column in self.needed} - set(found)

    def _passed(self, page: Page) -> Note:
        """A sheet that isn't read."""
        said = {"sheet": page.name, "rows": page.filled}
        lacks = self._lacks(page.rows)
        if page.hidden:
            return Note("sheet-hidden", said)
        if len(lacks) == len(self.needed) or not self.headings.find(page.rows):
            return Note("sheet-other", said)
        names = [column.heading for column in self.needed if column.name in lacks]
        return Note("sheet-lacks", said | {"columns": names})

    def notes(self, table: Table) -> Iterator[Note]:
        """What of a list's page is not read, or not as it stands."""
        yield from self.unread_columns(table)
        yield from unread.of_table(table, {c.name: c.zh for c in self.columns})

    def unread_columns(self, table: Table) -> Iterator[Note]:
        if names := table.header.unread:
            yield Note("columns-unknown", {"columns": names}, table.sheets)

    def header(self, rows: Sequence[Row]) -> Header:
        """Raises Unreadable without one, or without a column that must be there."""
        header = self.headings.find(rows)
        missing = [column for column in self.needed if column.name in self._lacks(rows)]
        if header is None or missing:
            raise self.unreadable(header, missing)
        return header

    def unreadable(
        self, header: Header | None, missing: Sequence[Column]
    ) -> Unreadable:
        names = "、".join(column.heading for column in missing)
        return Unreadable("sheet-columns-missing", columns=names)

    # Its rows ------------------------------------------------------------------------

    def lines(
        self, tables: Iterable[Table], *, without_hidden: bool = False
    ) -> Iterator[Line]:
        """The rows below the headers, each cell read.

        Args:
            without_hidden: leave out the rows hidden in the sheet.
        """
        for table in tables:
            blank: list[Line] = []  # of formulas filled down, told if rows follow
            for row, header, is_header in table.rows(self.headings):
                line = Line(table.place(row), header.values(row) if header else {})
                line.skipped = self._skipped(row, header, line, is_header=is_header)
                if line.place.hidden and without_hidden and not line.skipped:
                    line.skipped = "row-hidden"
                if header and not line.skipped:
                    self._read(line, row, header, table)
                blank.append(line)
                if line.skipped != "row-blank" or any(map(text, row.cells)):
                    yield from blank
                    blank = []

    def _skipped(
        self, row: Row, header: Header | None, line: Line, *, is_header: bool
    ) -> str:
        if header is None or is_header:
            code = "row-header" if is_header and header else "row-table"
            return code if any(map(text, row.cells)) else "row-blank"
        needed = {column.name for column in self.needed}
        if any(isinstance(line.cells.get(name), Broken) for name in needed):
            return ""
        return self.skipped(row, header)

    def skipped(self, row: Row, header: Header) -> str:
        """Why a row is none of the list, as a code; empty if it counts."""
        if not any(map(text, row.cells)):
            return "row-blank"
        named = text(header.values(row).get(self.columns[0].name))
        return "row-example" if EXAMPLE.match(named) else ""

    def _read(self, line: Line, row: Row, header: Header, table: Table) -> None:
        places = {name: place for place, name in header.columns.items()}
        for column in self.columns:
            cell = line.cells.get(column.name)
            where = f"{letters(places.get(column.name, 0) + 1)}{row.number}"
            try:
                value = self._value(column, cell, where)
            except ValidationError as error:
                found = line.warnings if column.lenient else line.faults
                found += faults(error, column)
                value = column.field.clean(None) if column.lenient else None
            line.values[column.name] = value
        if table.page.form == "csv" and (count := _length(row)) > len(header.labels):
            facts: dict[str, object] = {"cells": count, "headings": len(header.labels)}
            line.faults.append(Fault("row", "row-cells", facts, WORDS["row-cells"]))

    def _value(self, column: Column, cell: Cell, where: str) -> object:
        """What a cell says; that it can't be known what, is told by its place."""
        said = error_of(cell)
        if said is None:
            return column.field.clean(cell)
        code = "cell-error" if said else "cell-formula"
        facts = {"cell": where, "given": said}
        raise ValidationError(str(WORDS[code]), code, facts)

    def rejected(self, line: Line, error: ValidationError | None = None) -> Checked:
        """A line with its faults, and those of the error."""
        more = faults(error, *self.columns) if error else ()
        return Checked(line.place, Outcome.REJECTED, faults=[*line.faults, *more])


ERROR = re.compile(r"#(?:N/A|REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!)")


def error_of(cell: Cell) -> str | None:
    """What a formula without a value shows, nothing if that; None for other cells."""
    if isinstance(cell, Broken):
        return cell.said
    shown = cell.strip() if isinstance(cell, str) else ""
    return shown if ERROR.fullmatch(shown) else None


def _length(row: Row) -> int:
    """Up to the last cell that says something."""
    return max((n for n, cell in enumerate(row.cells, 1) if text(cell)), default=0)
