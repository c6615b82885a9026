"""What a person would say stands in a cell."""

import re
from collections.abc import Callable

from spark.sheets.workbook import Cell
from spark.text import plain, title

EXACT = 2**53  # whole numbers beyond this are not exact in a sheet
AS_TEXT = re.compile(r'^="(.*)"$', re.DOTALL)  # how some programs protect digits
POINT_ZERO = re.compile(r"(-?[0-9]+)\.0+")


def text(cell: Cell, seen: Callable[[str], str] = plain) -> str:
    """As typed, without what can't be seen; 3.0 is 3.

    Args:
        seen: the normal form of this kind of text.
    """
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < EXACT:
        cell = int(cell)
    shown = seen(str(cell))
    protected = AS_TEXT.match(shown)
    return protected[1].strip() if protected else shown


def one_line(shown: str) -> str:
    """Single spaces, no leading apostrophe, no trailing .0."""
    joined = " ".join(shown.lstrip("'").split())
    whole = POINT_ZERO.fullmatch(joined)
    return whole[1] if whole else joined


def line(cell: Cell) -> str:
    """The text of a cell on one line."""
    return one_line(text(cell))


def titled(cell: Cell) -> str:
    """On one line too, with its wide signs."""
    return one_line(text(cell, title))


def folded(name: object) -> str:
    """A name as compared: no case, width, spaces or signs."""
    return re.sub(r"[\W_]+", "", plain(str(name))).casefold()
