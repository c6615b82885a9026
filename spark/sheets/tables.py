"""A list on a page: its rows under their header, merged cells told apart."""

import re
from collections import defaultdict
from collections.abc import Iterator
from enum import Enum
from functools import cached_property

from spark.sheets.cells import text
from spark.sheets.header import Header, Headings
from spark.sheets.limits import Unreadable
from spark.sheets.places import Place, letters
from spark.sheets.reading import Page, Row
from spark.sheets.workbook import Cell

MERGED = 500_000  # rows under merged cells; more can't be apart from each other
DATA = re.compile(r"\d{6}")  # a number of somebody, which no heading holds
TABLE = 3  # known labels that make a row below the header another one


class Merge(Enum):
    DOWN = "down"  # over several rows of a column: said once for all of them
    ACROSS = "across"  # over several columns: whose it is can't be told


class Table:
    """A page's list.

    Args:
        sheet: its name where a file has several lists.
    """

    def __init__(self, page: Page, header: Header, sheet: str = "") -> None:
        self.page = page
        self.header = header
        self.sheet = sheet

    @property
    def sheets(self) -> list[str]:
        return [self.sheet] if self.sheet else []

    @property
    def length(self) -> int:
        """How many rows below the header hold something."""
        return sum(any(map(text, row.cells)) for row in self.below)

    def place(self, row: Row) -> Place:
        hidden = row.number in self.page.marks.hidden_rows
        return Place(row.number, self.sheet, hidden)

    @property
    def above(self) -> list[Row]:
        """What stands over the header, but for groups of its columns."""
        return self.page.rows[: self.header.row - 1 - self.header.groups]

    @property
    def below(self) -> list[Row]:
        return self.page.rows[self.header.first - 1 :]

    def rows(self, headings: Headings) -> Iterator[tuple[Row, Header | None, bool]]:
        """Each row below the header; the header it stands under; whether it is one.

        Under a second header that holds what is needed the rows go on; under another
        one they are no rows of the list, and have none.
        """
        header: Header | None = self.header
        within = 0  # rows of a header further down that are still to come
        for row in self.below:
            given = Row(row.number, self._filled_down(row))
            again = header is not None and header.is_again(given)
            if not (again or within or _is_data(given)) and (
                headings.score(given) >= TABLE
            ):
                found = headings.at(self.page.rows, row.number - 1)
                is_list = headings.needed <= set(found.columns.values())
                header, within = (found if is_list else None), found.first - row.number
            yield given, header, again or within > 0
            within = max(0, within - 1)

    @cached_property
    def merged(self) -> dict[Merge, list[str]]:
        """Of cells merged below the header, the ranges that matter."""
        found: dict[Merge, list[str]] = {merge: [] for merge in Merge}
        for top, left, bottom, right in self.page.merged:
            read = [n for n in range(left, right + 1) if n - 1 in self.header.columns]
            if top < self.header.first or not read:
                continue
            cells = f"{letters(left)}{top}:{letters(right)}{bottom}"
            if left == right and any(n in self._down for n in range(top, bottom + 1)):
                found[Merge.DOWN].append(cells)
            elif left < right and self._is_among(top, left, right):
                found[Merge.ACROSS].append(cells)
        return found

    def _is_among(self, top: int, left: int, right: int) -> bool:
        """Whether more stands in the row than a note across it."""
        cells = self.page.rows[top - 1].cells if top <= len(self.page.rows) else []
        beside = [*cells[: left - 1], *cells[right:]]
        return any(map(text, beside))

    @cached_property
    def _down(self) -> dict[int, dict[int, Cell]]:
        """Row → index of a column → what is said for it by a cell merged over it."""
        found: dict[int, dict[int, Cell]] = defaultdict(dict)
        rows_left = MERGED
        for top, left, bottom, right in self.page.merged:
            if left != right or bottom == top or top < self.header.first:
                continue
            rows_left -= min(bottom, len(self.page.rows)) - top
            if rows_left < 0:
                raise Unreadable("sheet-bomb")
            rows = self.page.rows[top - 1 : bottom]
            cells = rows[0].cells if rows else []
            said = cells[left - 1] if left <= len(cells) else None
            for row in rows[1:]:
                if any(map(text, row.cells)):
                    found[row.number][left - 1] = said
        return found

    def _filled_down(self, row: Row) -> list[Cell]:
        if row.number not in self._down:
            return row.cells
        cells, said = list(row.cells), self._down[row.number]
        cells += [None] * (max(said) + 1 - len(cells))
        for index, cell in said.items():
            cells[index] = cell
        return cells

    @cached_property
    def filled_columns(self) -> dict[int, list[int]]:
        """Index of a column that is not read → the rows in which it says something."""
        found: dict[int, list[int]] = defaultdict(list)
        for row in self.below:
            for index, cell in enumerate(row.cells):
                if index not in self.header.columns and text(cell):
                    found[index].append(row.number)
        return found


def _is_data(row: Row) -> bool:
    """Surely no header: told before its cells are looked up, which takes longer."""
    return any(DATA.search(str(cell)) for cell in row.cells if cell is not None)
