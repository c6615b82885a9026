"""Rejected rows as a workbook, to mend and send again."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from django.utils.translation import gettext as _

from spark.sheets.header import Header
from spark.sheets.reading import Row
from spark.sheets.workbook import Cell
from spark.sheets.writing import workbook


def rejected(
    header: Header,
    rows: Iterable[tuple[Row, str]],
    shown: Callable[[str, str], str] | None = None,
) -> bytes:
    """The columns that are read, as sent, and one with the reasons before them.

    Args:
        rows: each with its reasons in words.
        shown: of a column and a cell's text, what is handed out; as sent without it.
    """

    def lines() -> Iterator[list[str]]:
        for row, reasons in rows:
            texts = map(_text, header.kept(row))
            if shown:
                texts = map(shown, header.columns.values(), texts)
            yield [reasons, *texts]

    return workbook([_("Reason for rejection"), *header.kept_labels], lines())


def _text(cell: Cell) -> str:
    """As text, so that no program shortens a number."""
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, date) else str(cell)
