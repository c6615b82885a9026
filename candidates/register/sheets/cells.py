"""One cell of a roster at a time: what was typed, and what it stands for.

Each reader returns the value, or raises a ValidationError that says what is wrong with
it, by one of REASONS. None carries an ID number.
"""

import re
from calendar import monthrange
from datetime import date

from django.core.exceptions import ValidationError
from stdnum.cn import ric

from candidates.register.sheets.words import REASONS
from spark.sheets import Cell
from spark.sheets import cells as plainly
from spark.sheets.cells import EXACT, POINT_ZERO, folded, one_line

NOTHING = {"无", "暂无", "没有", "未填", "待补", "待定", "不详", "/"} | {
    "-", "--", "—", "——", "n/a", "none", "null", "#n/a",
}  # fmt: skip
SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?[eE]\+?[0-9]+")

HAN = "〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
LATIN = "A-Za-z\u00c0-\u024f\u1e00-\u1eff"
DOT_BETWEEN = re.compile(rf"(?<=[{HAN}{LATIN}])[·•‧∙⋅・･.。．](?=[{HAN}{LATIN}])")
CHINESE_NAME = re.compile(rf"[{HAN}{LATIN}]+(?:·[{HAN}{LATIN}]+)*")
LATIN_NAME = re.compile(rf"[{LATIN}]+\.?(?:[ '’·-]+[{LATIN}]+\.?)*")
NAME_LENGTHS = range(2, 51)

MOBILE = re.compile(r"1[3-9][0-9]{9}")
COUNTRY = re.compile(r"(?:\+|00)?86(?=[0-9]{11}$)")
PHONE_NOISE = re.compile(r"[\s().·_'\-\u2010-\u2015\u2212]+")
ID_NOISE = re.compile(r"[\s'’‘`\-\u2010-\u2015\u2212]+")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}")
MONTH = re.compile(
    r"((?:19|20)\d\d)\D{0,2}(0?[1-9]|1[0-2])(?:\D+(\d\d?))?\D*", re.ASCII
)
DAY = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)", re.ASCII)
BRACKET = re.compile(r"\(.*?\)")
GENDERS = {"男": "male", "male": "male", "m": "male"} | {
    "女": "female", "female": "female", "f": "female",
}  # fmt: skip


def wrong(code: str, **facts: object) -> ValidationError:
    return ValidationError(str(REASONS[code]), code, facts)


def text(cell: Cell) -> str:
    """What a person would say stands in the cell; empty for "none" and dashes."""
    plain = plainly.text(cell)
    return "" if plain.casefold() in NOTHING else plain


def label(cell: Cell, length: int | None = None) -> str:
    """A class, a major, a student number: one line, single spaces, no trailing .0."""
    return one_line(text(cell))[:length]


def id_number(cell: Cell) -> str:
    """A resident ID number of 18 characters whose date and check digit are right."""
    plain = ID_NOISE.sub("", text(cell)).upper().replace("×", "X").replace("Х", "X")
    whole = POINT_ZERO.fullmatch(plain)
    number = whole[1] if whole else plain
    if not number:
        raise wrong("id-number-missing")
    is_number = isinstance(cell, int | float) and abs(cell) >= EXACT
    if is_number or SCIENTIFIC.fullmatch(plain):
        raise wrong("id-number-lost-digits")
    if "*" in number:
        raise wrong("id-number-masked")
    if re.fullmatch(r"[0-9]{15}", number):
        raise wrong("id-number-old")
    if not re.fullmatch(r"[0-9]+X?", number):
        raise wrong("id-number-characters")
    if len(number) != 18:
        raise wrong("id-number-length", length=len(number))
    if number[-1] != ric.calc_check_digit(number):
        # Excel keeps 15 digits and fills up with zeros, even when made text later.
        lost = whole or number.endswith("000")
        code = "id-number-lost-digits" if lost else "id-number-checksum"
        raise wrong(code)
    if born(number) is None:
        raise wrong("id-number-date")
    return number


def born(number: str) -> date | None:
    year, month, day = int(number[6:10]), int(number[10:12]), int(number[12:14])
    try:
        return date(year, month, day) if year >= 1900 else None
    except ValueError:
        return None


def gender_of(number: str) -> str:
    return "male" if int(number[16]) % 2 else "female"


def gender(cell: Cell) -> str:
    return GENDERS.get(text(cell).removesuffix("性").casefold(), "")


def phone(cell: Cell) -> str:
    """A mainland mobile number as 11 digits."""
    plain = text(cell)
    if SCIENTIFIC.fullmatch(plain):
        number = f"{float(plain):.0f}"
        if len(re.sub(r"[eE].*|\D", "", plain)) < len(number):
            raise wrong("phone-lost-digits")
    else:
        whole = POINT_ZERO.fullmatch(plain)
        number = PHONE_NOISE.sub("", whole[1] if whole else plain)
    number = COUNTRY.sub("", number)
    if not number:
        raise wrong("phone-missing")
    if not re.fullmatch("[0-9]+", number):
        raise wrong("phone-characters")
    if len(number) != 11:
        raise wrong("phone-length", length=len(number))
    if not MOBILE.fullmatch(number):
        raise wrong("phone-not-mobile")
    return number


def name(cell: Cell) -> str:
    """Chinese names without spaces, with · between parts; others single-spaced."""
    plain = " ".join(text(cell).split())
    if not plain:
        raise wrong("name-missing")
    if re.search(f"[{HAN}]", plain):
        joined = DOT_BETWEEN.sub("·", plain.replace(" ", ""))
        fits = CHINESE_NAME.fullmatch(joined)
    else:
        joined, fits = plain, LATIN_NAME.fullmatch(plain)
    if not fits:
        raise wrong("name-characters")
    if len(joined) not in NAME_LENGTHS:
        raise wrong("name-length")
    return joined


def email(cell: Cell) -> str:
    plain = text(cell).replace(" ", "")
    if plain and (len(plain) > 254 or not EMAIL.fullmatch(plain)):
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
