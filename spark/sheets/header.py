"""The header of a sheet: where it is, and which column holds what.

People put titles above it, stars and notes into it. A label counts when it is a known
name of a column once that is taken away; none is guessed from a part of it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from spark.sheets.reading import PEEK, Row
from spark.sheets.workbook import Cell
from spark.text import plain

ENOUGH = 2  # known labels that make a row a header
BRACKET = re.compile(r"[(\[【〔{<《](.*?)(?:[)\]】〕}>》]|$)")
NOISE = re.compile(r"[\s\W_]+|必填|选填|必须")
REASON = {"有误之处", "退回原因", "reasonforrejection"}  # of rejected rows, sent again


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands, and what each column holds."""

    row: int  # in the sheet, counted from 1
    first: int  # the first row of the list below it
    columns: dict[int, str]  # index of a column → its name
    labels: tuple[str, ...]  # as written, one per column
    twice: dict[int, str]  # of further columns that mean the same, which are not read
    groups: int  # rows of it above `row`

    def values(self, row: Row) -> dict[str, Cell]:
        """Name → cell, for the known columns only."""
        cells = row.cells
        return {f: cells[i] for i, f in self.columns.items() if i < len(cells)}

    @property
    def kept(self) -> dict[str, str]:
        """Name → label, of the columns that may be handed back."""
        return {name: self.labels[i] for i, name in self.columns.items()}

    @property
    def unread(self) -> list[str]:
        """Labels of columns that nobody asked for."""
        read = {*self.columns, *self.twice}
        return [
            label
            for i, label in enumerate(self.labels)
            if i not in read and normal(label) not in {"", *REASON}
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
        needed: the columns that a list must have.
    """

    def __init__(
        self, names: Mapping[str, Iterable[str]], needed: Iterable[str] = ()
    ) -> None:
        self.names: dict[str, tuple[str, int]] = {}
        self.needed = frozenset(needed)
        for column, own in names.items():
            for rank, name in enumerate(own):
                self.names.setdefault(normal(name), (column, rank))

    def meaning(self, label: str) -> tuple[str, int]:
        """The column a label names and how well, the best being 0; or ("", 0)."""
        return self.names.get(normal(label), ("", 0))

    def find(self, rows: Sequence[Row]) -> Header | None:
        """Among the first rows the first with all labels that are needed.

        If none has them, the one with most known labels, the upper one of equals.
        """
        best, index = ENOUGH - 1, -1
        for position, row in enumerate(rows[:PEEK]):
            score = self.score(row)
            if score < ENOUGH:
                continue
            header = self.at(rows, position)
            if self.needed and self.needed <= set(header.columns.values()):
                return header
            if score > best:
                best, index = score, position
        return self.at(rows, index) if index >= 0 else None

    def score(self, row: Row) -> int:
        """How many columns the cells of a row name."""
        return len({self.meaning(text)[0] for text in texts(row)} - {""})

    def at(self, rows: Sequence[Row], index: int) -> Header:
        """The row at the index, read as a header."""
        labels, depth, groups = self.labels(rows, index)
        number = rows[index].number
        places = sorted(self.places(labels).items(), key=itemgetter(1))
        columns = {place: column for column, place in places}
        twice = {
            place: column
            for place, label in enumerate(labels)
            if place not in columns and (column := self.meaning(label)[0])
        }
        return Header(number, number + depth, columns, tuple(labels), twice, groups)

    def labels(self, rows: Sequence[Row], index: int) -> tuple[list[str], int, int]:
        """One label per column of the header at the index.

        Returns:
            Also how many rows it has from there on, and how many above.
        """
        return texts(rows[index]), 1, 0

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
    text = plain(label)
    bare = BRACKET.sub("", text)
    notes = [note for note in BRACKET.findall(text) if kept and kept.search(note)]
    return NOISE.sub("", "".join([*notes, bare]) if bare.strip() else text).casefold()


def texts(row: Row) -> list[str]:
    return ["" if cell is None else str(cell).strip() for cell in row.cells]
