"""Where something stands in a sheet, as people and programs write it: C7."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")


def letters(column: int) -> str:
    """A column's letters, counted from 1."""
    found = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def named(reference: str) -> tuple[int, int] | None:
    """Row and column of a reference, counted from 1; None if it is none."""
    match = CELL.fullmatch(reference)
    if not match:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column


def spans(numbers: Iterable[int]) -> list[str]:
    """Numbers as people write many: 3, 5–9, 12."""
    found: list[list[int]] = []
    for number in sorted(set(numbers)):
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return [str(a) if a == b else f"{a}–{b}" for a, b in found]


@dataclass(frozen=True, slots=True)
class Place:
    """A row of a list, by its number in its sheet.

    Args:
        sheet: its name where a file has lists on several.
        hidden: by a filter or by hand.
    """

    number: int
    sheet: str = ""
    hidden: bool = False

    def __str__(self) -> str:
        return f"{self.sheet}!{self.number}" if self.sheet else str(self.number)
