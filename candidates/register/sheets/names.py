"""The name of a person in a cell, and what stands there instead."""

import re

from django.core.exceptions import ValidationError

from candidates.register.sheets.texts import named, refuse_unreadable, text, wrong
from spark.sheets import Cell
from spark.text import name as dotted

HAN = "〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003347f"
LATIN = "A-Za-z\u00c0-\u024f\u1e00-\u1eff"
ANY_HAN = re.compile(f"[{HAN}]")
STOP_BETWEEN = re.compile(rf"(?<=[{HAN}{LATIN}])[.。]+(?=[{HAN}{LATIN}])")
CHINESE_NAME = re.compile(rf"[{HAN}{LATIN}]+(?:·[{HAN}{LATIN}]+)*")
LATIN_NAME = re.compile(rf"[{LATIN}]+\.?(?:[ '’·-]+[{LATIN}]+\.?)*")
IN_CHINESE, IN_LATIN = (
    re.compile(f"[{also}{LATIN}]") for also in (HAN + "·", " '’·.-")
)
LENGTHS = range(2, 51)
NUMBER = re.compile(r"[\d\s+-]*\d[\d\s+-]*")
LIST = re.compile(r"[、,;/|&\n]+")
NOTE = re.compile(r"[(\[{【〔<《].*", re.DOTALL)
TITLE = re.compile(
    r"(?<=.)(?:先生|女士|小姐|同学|老师)$|^(?:mr|mrs|ms|miss)\b\.?", re.IGNORECASE
)


def name(cell: Cell) -> str:
    """Chinese names without spaces, with · between parts; others single-spaced."""
    refuse_unreadable(cell, "name-unreadable")
    plain = text(cell, dotted)
    if not plain:
        raise wrong("name-missing")
    chinese = bool(ANY_HAN.search(plain))
    if chinese:
        plain = STOP_BETWEEN.sub("·", plain.replace(" ", ""))
    if not (CHINESE_NAME if chinese else LATIN_NAME).fullmatch(plain):
        raise _misfit(plain, IN_CHINESE if chinese else IN_LATIN)
    if len(plain) not in LENGTHS:
        raise wrong("name-size", length=len(plain))
    return plain


def full_name(cell: Cell) -> str:
    """As `name`, but nobody's is 林同学."""
    read = name(cell)
    if found := TITLE.search(read):
        raise wrong("name-title", title=found[0])
    return read


def in_letters(name: str) -> bool:
    return not ANY_HAN.search(name)


def _misfit(plain: str, letter: re.Pattern[str]) -> ValidationError:
    """What is wrong with what is no name: the likeliest mistake first."""
    if NUMBER.fullmatch(plain):
        return wrong("name-is-number")
    parts = [part for part in LIST.split(plain) if part]
    if len(parts) > 1 and all(CHINESE_NAME.fullmatch(part) for part in parts):
        return wrong("name-several")
    if (note := NOTE.search(plain)) and note.start():
        return wrong("name-note", note=note[0][:20])
    for place, char in enumerate(plain, start=1):
        if not letter.match(char):
            return wrong("name-character", **named(char, place))
    return wrong("name-parts")
