"""The header of a sheet: where it is, and which column holds what.

People put titles above it, stars and notes into it. A label counts when it is a known
name of a column once that is taken away; none is guessed from a part of it.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from spark.sheets.reading import PEEK, Row
from spark.sheets.workbook import Cell

ENOUGH = 2  # known labels that make a row a header
BRACKET = re.compile(r"[(\[【〔{<《](.*?)(?:[)\]】〕}>》]|$)")
NOISE = re.compile(r"[\s\W_]+|必填|选填|必须")
REASON = {"退回原因", "reasonforrejection"}  # of a sheet of rejected rows, sent again


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands, and what each column holds."""

    row: int  # in the sheet, counted from 1
    first: int  # the first row of the list below it
    columns: dict[int, str]  # index of a column → its name
    labels: tuple[str, ...]  # as written, one per column

    def values(self, row: Row) -> dict[str, Cell]:
        """Name → cell, for the known columns only."""
        cells = row.cells
        return {f: cells[i] for i, f in self.columns.items() if i < len(cells)}

    @property
    def kept_labels(self) -> list[str]:
        return [self.labels[i] for i in self.columns]

    def kept(self, row: Row) -> list[Cell]:
        """The row as sent, its known columns only: what may be handed back."""
        count = len(row.cells)
        return [row.cells[i] if i < count else None for i in self.columns]

    @property
    def unread(self) -> list[str]:
        """Labels of columns that nobody asked for."""
        return [
            label
            for i, label in enumerate(self.labels)
            if i not in self.columns and normal(label) not in {"", *REASON}
        ]

    def is_again(self, row: Row) -> bool:
        """A header printed again further down, as for a page break."""
        pairs = zip(texts(row), self.labels, strict=False)
        return sum(text == label != "" for text, label in pairs) > ENOUGH


class Headings:
    """What the columns of a kind of sheet may be called.

    Args:
        names: for each column its names, the better ones first: when two columns of a
            sheet claim to be the same, the one with the earlier name is.
    """

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        self.names: dict[str, tuple[str, int]] = {}
        for column, own in names.items():
            for rank, name in enumerate(own):
                self.names.setdefault(normal(name), (column, rank))

    def meaning(self, label: str) -> tuple[str, int]:
        """The column a label names and how well, the best being 0; or ("", 0)."""
        return self.names.get(normal(label), ("", 0))

    def find(self, rows: Sequence[Row]) -> Header | None:
        """The row with most known labels among the first, the upper one of equals."""
        best, index = ENOUGH - 1, -1
        for position, row in enumerate(rows[:PEEK]):
            score = len({self.meaning(text)[0] for text in texts(row)} - {""})
            if score > best:
                best, index = score, position
        if index < 0:
            return None
        labels, depth = self.labels(rows, index)
        number = rows[index].number
        places = sorted(self.places(labels).items(), key=itemgetter(1))
        columns = {place: column for column, place in places}
        return Header(number, number + depth, columns, tuple(labels))

    def labels(self, rows: Sequence[Row], index: int) -> tuple[list[str], int]:
        """One label per column of the header at the index, and how many rows it has."""
        return texts(rows[index]), 1

    def places(self, labels: Sequence[str]) -> dict[str, int]:
        """Column → the index of the label that names it best."""
        best: dict[str, tuple[int, int]] = {}
        for i, label in enumerate(labels):
            column, rank = self.meaning(label)
            if column and (column not in best or rank < best[column][0]):
                best[column] = (rank, i)
        return {column: i for column, (_rank, i) in best.items()}


def normal(label: str, kept: re.Pattern[str] | None = None) -> str:
    """A label without stars, spaces, notes in brackets, width and case.

    Args:
        kept: tells the notes that belong to the label; they go before it.
    """
    text = unicodedata.normalize("NFKC", label)
    bare = BRACKET.sub("", text)
    notes = [note for note in BRACKET.findall(text) if kept and kept.search(note)]
    return NOISE.sub("", "".join([*notes, bare]) if bare.strip() else text).casefold()


def texts(row: Row) -> list[str]:
    return ["" if cell is None else str(cell).strip() for cell in row.cells]
