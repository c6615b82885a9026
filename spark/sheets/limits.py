"""How much of a file is worth opening, and what is said of one that isn't."""

from dataclasses import dataclass

from spark.errors import Refused
from spark.sheets.places import letters

MB = 1024 * 1024
HEAD_ROOM = 50  # title and header rows above a list of the full length


class Unreadable(Refused):
    """The file can't be used at all; the code and facts say why."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, status=422, **facts)


@dataclass(frozen=True, slots=True)
class Limits:
    """Of a file; `area` is of the rectangle around a sheet's cells, empty or not."""

    bytes: int = 20 * MB
    rows: int = 20_000
    columns: int = 256
    area: int = 16_000_000
    unpacked: int = 300 * MB
    suspect: int = 50 * MB  # from here on the ratio counts
    ratio: int = 100
    text: int = 100 * MB  # of cells

    @property
    def last_row(self) -> int:
        return self.rows + HEAD_ROOM

    def holds_row(self, number: int) -> bool:
        return number <= self.last_row

    def check_row(self, number: int, cell: str = "") -> None:
        if not self.holds_row(number):
            raise Unreadable("sheet-too-many-rows", limit=self.rows, cell=cell)

    def check_columns(self, count: int, cell: str = "") -> None:
        if count > self.columns:
            raise Unreadable("sheet-too-many-columns", limit=self.columns, cell=cell)

    def check_cell(self, row: int, column: int) -> None:
        """Refuse what stands too far off, by its name."""
        if row > self.last_row or column > self.columns:
            cell = f"{letters(column)}{row}"
            self.check_row(row, cell)
            self.check_columns(column, cell)

    def check_area(self, row: int, column: int) -> None:
        if row * column > self.area:
            cell = f"{letters(column)}{row}"
            raise Unreadable("sheet-too-many-rows", limit=self.rows, cell=cell)

    def check_total(self, rows: int) -> None:
        """Of all lists of a file together."""
        if rows > self.last_row:
            raise Unreadable("sheet-too-many-in-all", limit=self.rows, rows=rows)

    def check_unpacked(self, unpacked: int, packed: int) -> None:
        swollen = unpacked > self.suspect and unpacked > packed * self.ratio
        if swollen or unpacked > self.unpacked:
            raise Unreadable("sheet-bomb")
