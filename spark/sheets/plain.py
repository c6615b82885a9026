"""Rows of a text: which characters its bytes are, what parts its cells, what is quoted.

Python's csv takes the end of the file for a closing quotation mark. So each row with
one is looked at again: a mark that swallows other cells is refused by its row.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from spark.sheets.limits import Unreadable
from spark.sheets.workbook import Numbered

UTF_16 = {b"\xff\xfe", b"\xfe\xff"}
NOT_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1f]|^(?:%PDF|Rar!|GIF8|7z|\xff\xd8\xff)")
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff]")
HAN = re.compile("[\u4e00-\u9fff]")
LOOKED_AT = 20_000  # characters
QUOTED = re.compile(r'"((?:[^"]|"")*)("?)')
SEPARATOR = re.compile(r"sep=([,;\t|])\r?\n", re.IGNORECASE)  # as Excel writes it
FEW = 2  # separators that may well stand in a text of several lines


@dataclass(frozen=True, slots=True)
class Text:
    """A text and, where its bytes didn't say it, as what they were taken."""

    text: str
    guessed: str = ""


def decoded(data: bytes) -> Text:
    """Raises Unreadable, with the row of what can't be made out if one can be named."""
    if data[:2] in UTF_16:
        return Text(_strictly(data, "utf-16"))
    if b"\x00" in data[:4096]:
        return _unmarked(data)
    if NOT_TEXT.search(data[:4096]):
        raise Unreadable("sheet-not-a-spreadsheet")
    if data.startswith(b"\xef\xbb\xbf") or _is_utf_8(data):
        return Text(_strictly(data, "utf-8-sig"))
    return _chinese(data)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, errors="replace")
        row = before.count("\n") + 1
        raise Unreadable("sheet-encoding", row=row) from error


def _is_utf_8(data: bytes) -> bool:
    """Nearly all of it: some bytes may be broken, which are refused by their row."""
    text = data.decode("utf-8-sig", errors="replace")
    lost = text.count("\ufffd")
    return lost == 0 or lost * 10 < sum(not char.isascii() for char in text)


def _unmarked(data: bytes) -> Text:
    """UTF-16 that doesn't say so."""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = data.decode(encoding, errors="replace")
        if "\n" in text and not CONTROL.search(text) and "\ufffd" not in text:
            return Text(text, "UTF-16")
    raise Unreadable("sheet-not-a-spreadsheet")


def _chinese(data: bytes) -> Text:
    """GBK as Windows writes it in China, or Big5 as in Taiwan and Hong Kong."""
    mainland = _common(data, "gb18030", "gb2312")
    if _common(data, "big5hkscs", "big5") > mainland:
        return Text(_strictly(data, "big5hkscs"), "Big5")
    return Text(_strictly(data, "gb18030"), "GBK")


def _common(data: bytes, encoding: str, usual: str) -> float:
    """The share of characters that people use; none if it can't be that encoding."""
    if usual == "big5":
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            return 0
    text = data.decode(encoding, errors="replace")
    foreign = [char for char in text[:LOOKED_AT] if not char.isascii()]
    return sum(_is_common(char, usual) for char in foreign) / max(1, len(foreign))


def _is_common(char: str, usual: str) -> bool:
    """One of the frequent half of the charset, or a sign."""
    code = char.encode(usual, errors="ignore")
    if not HAN.match(char):
        return bool(code)
    last = b"\xd7\xff" if usual == "gb2312" else b"\xc6\x7e"
    return bool(code) and code <= last


# Cells ------------------------------------------------------------------------------


def rows(text: str) -> Iterator[Numbered]:
    """Each row by its number, the blank ones too.

    Raises:
        Unreadable: it is no table, or has a quotation mark that isn't closed.
    """
    if text.lstrip().startswith("<"):  # a web page or XML under a sheet's name
        raise Unreadable("sheet-not-a-spreadsheet")
    said = SEPARATOR.match(text)
    delimiter = said[1] if said else _delimiter(text)
    taken: list[str] = []
    reader = csv.reader(_kept(text, taken), delimiter=delimiter)
    number = width = 0
    try:
        for cells in reader:
            number, width = number + 1, max(width, len(cells))
            if _swallows("".join(taken), delimiter, width):
                raise Unreadable("sheet-open-quote", row=number)
            taken.clear()
            if said is None or number > 1:
                yield number, [cell or None for cell in cells]
    except csv.Error as error:  # a cell without end
        if '"' in "".join(taken):
            raise Unreadable("sheet-open-quote", row=number + 1) from error
        raise Unreadable("sheet-not-a-spreadsheet") from error


def _kept(text: str, taken: list[str]) -> Iterator[str]:
    """The text's lines, each noted as it is taken."""
    for line in re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$", text):
        taken.append(line)
        yield line


def _delimiter(text: str) -> str:
    """What parts most cells of the first lines, quoted texts apart."""
    start = QUOTED.sub("", text[:LOOKED_AT])
    return max(",\t;|", key=start.count)


def _swallows(row: str, delimiter: str, width: int) -> bool:
    """Whether a quotation mark of the row takes in cells or rows it shouldn't.

    A mark within a cell does no harm. One that begins a cell must be closed before the
    next cell: what it holds up to there may be lines of text, but no cells.
    """
    place = index = 0
    while row.find('"', place) >= 0:
        if row[place] == '"':
            quoted = QUOTED.match(row, place)
            assert quoted
            inner, place = quoted[1], quoted.end()
            following = row[place : place + 1]
            if not quoted[2]:
                return True
            if following not in {"", delimiter, "\r", "\n"}:
                if delimiter in inner or len(inner.splitlines()) > 1:
                    return True
                continue
            missing = width - 1 - index
            if _has_cells(inner, delimiter, missing, at_end=following != delimiter):
                return True
        next_cell = row.find(delimiter, place)
        if next_cell < 0:
            return False
        place, index = next_cell + 1, index + 1
    return False


def _has_cells(inner: str, delimiter: str, missing: int, *, at_end: bool) -> bool:
    """Whether lines of a closed text are rows of the table.

    Args:
        missing: how many cells the row lacks without those.
        at_end: whether the text ends the row.
    """
    first, *more = inner.splitlines() or [""]
    if not more:
        return False
    if at_end and 0 < missing <= inner.count(delimiter):
        return True
    enough = max(FEW, missing)
    return any(line.count(delimiter) >= enough for line in [first, *more[:-1]])
