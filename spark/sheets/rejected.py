"""Rejected rows as a workbook, to mend and send again."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from django.utils.translation import gettext as _

from spark.sheets.workbook import Cell
from spark.sheets.writing import workbook


def rejected(
    columns: Mapping[str, str],
    rows: Iterable[tuple[Mapping[str, Cell], str]],
    shown: Callable[[str, str], str] | None = None,
) -> bytes:
    """The columns that are read, as sent, and one with the reasons before them.

    Args:
        columns: their names and headings.
        rows: the cells of each by column, with its reasons in words.
        shown: of a column and a cell's text, what is handed out; as sent without it.
    """

    def lines() -> Iterator[list[str]]:
        for cells, reasons in rows:
            texts = [_text(cells.get(name)) for name in columns]
            yield [reasons, *(map(shown, columns, texts) if shown else texts)]

    return workbook([_("Reason for rejection"), *columns.values()], lines())


def _text(cell: Cell) -> str:
    """As text, so that no program shortens a number."""
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, date) else str(cell)
