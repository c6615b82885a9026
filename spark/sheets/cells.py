"""What a person would say stands in a cell."""

import re
import unicodedata

from spark.sheets.workbook import Cell

EXACT = 2**53  # whole numbers beyond this are not exact in a sheet
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
AS_TEXT = re.compile(r'^="(.*)"$', re.DOTALL)  # how some programs protect digits
POINT_ZERO = re.compile(r"(-?[0-9]+)\.0+")


def text(cell: Cell) -> str:
    """As typed, without what can't be seen; 3.0 is 3."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < EXACT:
        cell = int(cell)
    plain = INVISIBLE.sub("", unicodedata.normalize("NFKC", str(cell))).strip()
    protected = AS_TEXT.match(plain)
    return protected[1].strip() if protected else plain


def one_line(plain: str) -> str:
    """Single spaces, no leading apostrophe, no trailing .0."""
    joined = " ".join(plain.lstrip("'").split())
    whole = POINT_ZERO.fullmatch(joined)
    return whole[1] if whole else joined


def line(cell: Cell) -> str:
    """The text of a cell on one line."""
    return one_line(text(cell))


def folded(name: object) -> str:
    """A name as compared: no case, width, spaces or signs."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", str(name))).casefold()
