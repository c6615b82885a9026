"""From rows to what is known of each: its values, what is wrong, what it would do."""

import dataclasses
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.functional import Promise
from django.utils.translation import get_language

from spark.sheets.places import Place
from spark.sheets.unread import Note
from spark.sheets.workbook import Cell


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

    place: Place
    cells: dict[str, Cell] = field(repr=False)
    values: dict[str, Any] = field(default_factory=dict, repr=False)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    skipped: str = ""  # the code of why it is no row of the list


@dataclass(frozen=True, slots=True)
class Checked:
    """What a row comes to; `record` is what is written, as `words` tell it."""

    place: Place
    outcome: Outcome
    words: str = ""
    record: Any = None
    faults: Sequence[Fault] = ()
    warnings: Sequence[Fault] = ()

    @property
    def number(self) -> int:
        return self.place.number

    @property
    def fault(self) -> Fault:
        """The first, or for a good row one that says nothing."""
        return self.faults[0] if self.faults else NOTHING


@dataclass(frozen=True)
class Report:
    """What a sheet comes to, row by row, and what of the file is not read."""

    rows: list[Checked]
    unread: list[Note]

    @property
    def hidden(self) -> list[Checked]:
        """Rows hidden in the sheet that count all the same."""
        counted = (row for row in self.rows if row.outcome is not Outcome.SKIPPED)
        return [row for row in counted if row.place.hidden]

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
        parts = [(str(row.place), row.outcome.value, row.words) for row in self.rows]
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
