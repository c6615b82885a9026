"""One cell of a roster at a time: what was typed, and what it stands for.

Each reader returns the value, or raises a ValidationError that says what is wrong with
it, by one of REASONS. None carries an ID number.
"""

import re
from calendar import monthrange
from datetime import date

from candidates.register.sheets.names import full_name, in_letters, name
from candidates.register.sheets.numbers import (
    ID_NOISE,
    born,
    gender_of,
    id_number,
    phone,
)
from candidates.register.sheets.texts import label, text, wrong
from spark.sheets import Cell
from spark.sheets.cells import folded
from spark.text import hides

__all__ = [
    "ID_NOISE",
    "born",
    "direction_names",
    "email",
    "full_name",
    "gender",
    "gender_of",
    "id_number",
    "in_letters",
    "label",
    "month",
    "name",
    "phone",
    "text",
    "wrong",
]

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}")
MONTH = re.compile(
    r"((?:19|20)\d\d)\D{0,2}(0?[1-9]|1[0-2])(?:\D{1,2}(\d\d?))?"
    r"[日号月份.\s]*(?:00:00(?::00)?)?(?:入学|毕业)?",
    re.ASCII,
)
DAY = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)", re.ASCII)
BRACKET = re.compile(r"\(.*?\)")
GENDERS = {"男": "male", "male": "male", "m": "male"} | {
    "女": "female", "female": "female", "f": "female",
}  # fmt: skip


def gender(cell: Cell) -> str:
    return GENDERS.get(text(cell).removesuffix("性").casefold(), "")


def email(cell: Cell) -> str:
    plain = text(cell).replace(" ", "")
    fits = EMAIL.fullmatch(plain) and not hides(str(cell))
    if plain and (len(plain) > 254 or not fits):
        raise wrong("email-ignored")
    return plain


def month(cell: Cell, *, end: bool = False) -> date | None:
    """A date, or a month as its first day, or as its last with `end`."""
    if isinstance(cell, date):
        return date(cell.year, cell.month, cell.day)
    plain = label(cell)
    if not plain:
        return None
    match = DAY.fullmatch(plain) or MONTH.fullmatch(plain)
    if not match:
        raise wrong("date-ignored", given=plain[:20])
    year, number = int(match[1]), int(match[2])
    try:
        if match[3]:
            return date(year, number, int(match[3]))
        return date(year, number, monthrange(year, number)[1] if end else 1)
    except ValueError as error:
        raise wrong("date-ignored", given=plain[:20]) from error


def direction_names(cell: Cell) -> list[str]:
    """The forms of what was typed, the plainest first: 2、垂类主播（美妆）方向."""
    plain = re.sub(r"^(?:\d{1,2}|[A-Za-z])\s*[、.:)]\s*", "", text(cell))
    forms = [text(cell), plain, BRACKET.sub("", plain)]
    forms += [form.strip().removesuffix("方向") for form in forms]
    return [name for form in forms if (name := folded(form))]
