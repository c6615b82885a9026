"""What of a file was not read, or not as it stands: said before anybody confirms it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from spark.sheets.cells import text
from spark.sheets.header import Header
from spark.sheets.places import letters, spans
from spark.sheets.reading import Page
from spark.sheets.tables import Merge, Table

if TYPE_CHECKING:
    from spark.sheets.checking import Line

NAMED = 100  # of many, as many are named
WORDS: dict[str, str | Promise] = {
    # Sheets
    "sheet-other": _(
        "Sheet “%(sheet)s” was not read: it has no header of such a list. Rows with "
        "something in them: %(rows)s."
    ),
    "sheet-lacks": _(
        "Sheet “%(sheet)s” was not read: it lacks the columns %(columns)s. Rows with "
        "something in them: %(rows)s."
    ),
    "sheet-hidden": _(
        "Sheet “%(sheet)s” is hidden and was not read. Rows with something in them: "
        "%(rows)s."
    ),
    "sheet-hidden-read": _(
        "Sheet “%(sheet)s” is hidden, but no other holds such a list, so it was read."
    ),
    "sheets-read": _("The lists on these sheets were read as one: %(sheets)s."),
    "misnamed": _(
        "The file is called %(name)s but is plain text (CSV), and read as that."
    ),
    "marks-unknown": _(
        "Which rows are hidden in this file, and which cells show an error such as "
        "#N/A, can't be told. If that matters, save it anew as .xlsx."
    ),
    "text-guessed": _(
        "The file doesn't say how its characters are kept; it was read as %(as)s. If "
        "names look wrong, save it as .xlsx and send that."
    ),
    # Rows
    "rows-hidden": _(
        "Hidden in the sheet, by a filter or by hand: rows %(rows)s. They count like "
        "the others unless you leave them out."
    ),
    "rows-hidden-out": _("Hidden in the sheet, and left out: rows %(rows)s."),
    "rows-above": _("Above the header, not read: rows %(rows)s."),
    "row-example": _("The template's example, passed over: rows %(rows)s."),
    "row-header": _("The header again, passed over: rows %(rows)s."),
    "row-note": _("Notes and totals, passed over: rows %(rows)s."),
    "row-outside": _("Nothing in the columns that are read: rows %(rows)s."),
    "row-table": _(
        "Another table, without the columns that are needed, not read: rows %(rows)s."
    ),
    # Columns
    "columns-unknown": _("Columns not known and not read: %(columns)s."),
    "columns-never": _("Never stored: %(columns)s. Leave these columns out next time."),
    "columns-hidden": _(
        "Hidden in the sheet, but read like the others: columns %(columns)s."
    ),
    "column-twice": _(
        "Several columns mean “%(name)s”: %(read)s was read, %(columns)s was not."
    ),
    "column-nameless": _(
        "Column %(column)s has no heading and was not read. It holds something in rows "
        "%(rows)s."
    ),
    # Cells
    "merged-down": _(
        "Merged cells, whose text was taken for each of their rows: %(cells)s."
    ),
    "merged-across": _(
        "Merged cells, whose text was taken for the first of them only: %(cells)s."
    ),
    "comments": _("Comments are not read: %(cells)s."),
    "boxes": _("Texts that float over the cells are not read. There are %(count)s."),
}
WARNS = {
    *("sheet-lacks", "sheet-hidden", "rows-hidden", "row-table", "columns-never"),
    *("column-twice", "merged-across"),
}


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that was left unread: a code and facts, in which lists are named.

    Args:
        sheets: on which it is so, where several are read.
    """

    code: str
    facts: dict[str, Any] = field(default_factory=dict)
    sheets: list[str] = field(default_factory=list)

    @property
    def warns(self) -> bool:
        return self.code in WARNS

    def __str__(self) -> str:
        facts = {name: _named(fact) for name, fact in self.facts.items()}
        said = str(WORDS[self.code]) % facts
        return f"{_named(self.sheets)}: {said}" if self.sheets else said


def _named(fact: object) -> object:
    if not isinstance(fact, list | tuple):
        return fact
    names = [str(name) for name in fact[:NAMED]]
    if len(fact) > NAMED:
        names.append(f"… (+{len(fact) - NAMED})")
    return pgettext("between names", ", ").join(names)


def joined(notes: Iterable[Note]) -> list[Note]:
    """The same said of several sheets, said once."""
    found: dict[str, Note] = {}
    for note in notes:
        same = found.setdefault(f"{note.code} {note.facts}", replace(note, sheets=[]))
        same.sheets.extend(note.sheets)
    return list(found.values())


def misnamed(page: Page, filename: str) -> Note | None:
    """Said of a text that goes by the name of a workbook."""
    ending = PurePath(filename).suffix.lower()
    if page.form != "csv" or not ending.startswith(".xls"):
        return None
    return Note("misnamed", {"name": ending})


def of_tables(tables: Sequence[Table], others: Iterable[Note]) -> Iterator[Note]:
    """What a file is, and which of its sheets count."""
    pages = [table.page for table in tables]
    if len(pages) > 1:
        sheets = [f"{table.page.name} ({table.length})" for table in tables]
        yield Note("sheets-read", {"sheets": sheets})
    yield from (
        Note("sheet-hidden-read", {"sheet": page.name}) for page in pages if page.hidden
    )
    yield from others
    if pages[0].guessed:
        yield Note("text-guessed", {"as": pages[0].guessed})
    if not all(page.told for page in pages):
        yield Note("marks-unknown")


def of_table(table: Table, names: dict[str, str]) -> Iterator[Note]:
    """What of a table is not read, or not as it stands.

    Args:
        names: of the columns, in the reader's language.
    """
    page, header, sheet = table.page, table.header, table.sheets
    marks = page.marks
    above = [row.number for row in table.above if any(map(text, row.cells))]
    if above:
        yield Note("rows-above", {"rows": spans(above)}, sheet)
    hidden = [place for place in header.columns if place + 1 in marks.hidden_columns]
    if hidden:
        titles = [_title(header, place) for place in hidden]
        yield Note("columns-hidden", {"columns": titles}, sheet)
    yield from _of_columns(table, names)
    for code, merge in (("merged-down", Merge.DOWN), ("merged-across", Merge.ACROSS)):
        if cells := table.merged[merge]:
            yield Note(code, {"cells": cells}, sheet)
    if marks.comments:
        yield Note("comments", {"cells": sorted(set(marks.comments))}, sheet)
    if marks.boxes:
        yield Note("boxes", {"count": marks.boxes}, sheet)


def _of_columns(table: Table, names: dict[str, str]) -> Iterator[Note]:
    """Columns that say something unread, but have no heading of their own."""
    header, filled = table.header, table.filled_columns
    twice: dict[str, list[str]] = defaultdict(list)
    for place, column in header.twice.items():
        if place in filled:
            twice[column].append(_title(header, place))
    places = {column: place for place, column in header.columns.items()}
    for column, unread in twice.items():
        read = places.get(column)
        title = "" if read is None else _title(header, read)
        facts = {"name": names.get(column, column), "read": title, "columns": unread}
        yield Note("column-twice", facts, table.sheets)
    for place, rows in sorted(filled.items()):
        nameless = place >= len(header.labels) or not header.labels[place]
        if nameless and place not in header.columns:
            facts = {"column": letters(place + 1), "rows": spans(rows)}
            yield Note("column-nameless", facts, table.sheets)


def _title(header: Header, place: int) -> str:
    return f"{header.labels[place]} ({letters(place + 1)})"


def of_lines(lines: Iterable["Line"], *, without_hidden: bool) -> Iterator[Note]:
    """Rows that are passed over, and those hidden in the sheet."""
    rows: dict[tuple[str, str], list[int]] = defaultdict(list)
    for line in lines:
        place = line.place
        if line.skipped and line.skipped not in {"row-blank", "row-hidden"}:
            rows[line.skipped, place.sheet].append(place.number)
        elif place.hidden and line.skipped != "row-blank":
            code = "rows-hidden-out" if without_hidden else "rows-hidden"
            rows[code, place.sheet].append(place.number)
    for (code, sheet), numbers in rows.items():
        yield Note(code, {"rows": spans(numbers)}, [sheet] if sheet else [])
