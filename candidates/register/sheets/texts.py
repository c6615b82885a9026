"""What a person would say stands in a cell, and what to say of one that is wrong."""

from collections.abc import Callable

from django.core.exceptions import ValidationError

from candidates.register.sheets.words import REASONS
from spark.sheets import Cell
from spark.sheets import cells as plainly
from spark.sheets.cells import one_line
from spark.text import plain, unreadable

NOTHING = {"无", "暂无", "没有", "未填", "待补", "待定", "不详", "/"} | {
    "-", "--", "—", "——", "n/a", "none", "null", "#n/a",
}  # fmt: skip


def wrong(reason: str, **facts: object) -> ValidationError:
    return ValidationError(str(REASONS[reason]), reason, facts)


def text(cell: Cell, seen: Callable[[str], str] = plain) -> str:
    """What a person would say stands in the cell; empty for "none" and dashes."""
    said = plainly.text(cell, seen)
    return "" if said.casefold() in NOTHING else said


def label(cell: Cell, length: int | None = None) -> str:
    """A class, a major, a student number: one line, single spaces, no trailing .0."""
    refuse_unreadable(cell, "label-unreadable")
    return one_line(text(cell))[:length]


def refuse_unreadable(cell: Cell, reason: str) -> None:
    if isinstance(cell, str) and (found := unreadable(cell)):
        code, place = found
        raise wrong(reason, code=code, place=place)


def named(char: str, place: int) -> dict[str, object]:
    """The facts by which a clerk finds a character: place is counted from 1."""
    return {"char": char, "code": f"U+{ord(char):04X}", "place": place}
