"""Numbers that are somebody's own, found in whatever people or software write."""

import re
import unicodedata

from stdnum import luhn
from stdnum.cn import ric

_GAP = r"[ \t\xa0\u3000._\-\u2010-\u2015\u2212]{1,2}"
_MAYBE = f"(?:{_GAP})?"
_DAY = r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_ID = re.compile(rf"(?=([1-9]\d{{5}}{_DAY}\d{{3}}[\dXx]))")
_PARTED_ID = rf"\d{{6}}{_GAP}(?:19|20)\d\d{_MAYBE}\d{{4}}{_MAYBE}\d{{3}}[\dXx]"
_LONG = r"\d{15,}[Xx]?"  # ID numbers with and without a fault, cards
_CARD = rf"[3-6]\d{{3}}(?:{_GAP}\d{{4}}){{3}}(?:{_GAP}\d{{1,3}})?"
_SOME = rf"\d(?:{_MAYBE}\d){{16,}}(?:{_MAYBE}[Xx])?"
_PHONE = (
    rf"(?:(?:\+|00)?86{_MAYBE})?1[3-9]\d"
    rf"{_MAYBE}\d{{4}}{_MAYBE}\d{{4}}"
    rf"|1(?:{_GAP}\d){{10}}"
)
NUMBERS = re.compile(
    rf"(?<!\d)(?:(?P<long>{_LONG}|{_PARTED_ID})|(?P<card>{_CARD})|(?P<some>{_SOME}))"
    r"(?!\d)"
)
PHONES = re.compile(rf"(?<!\d)(?:{_PHONE})(?!\d)")


def _is_own(found: re.Match[str]) -> bool:
    """An ID or card number, and not dates that stand beside each other."""
    if found["long"]:
        return True
    digits = re.sub(_GAP, "", found[0]).upper()
    if found["card"]:
        return luhn.is_valid(digits)
    ids = (one[1] for one in _ID.finditer(digits))
    return any(number[-1] == ric.calc_check_digit(number) for number in ids)


def holds_own_number(text: str) -> bool:
    """Is there an ID number, a bank card's or a phone in it, however it is spaced?"""
    plain = unicodedata.normalize("NFKC", text)
    if PHONES.search(plain):
        return True
    return any(map(_is_own, NUMBERS.finditer(plain)))


def without_numbers(text: str, *, phones: bool = False) -> str:
    """With stars for ID numbers and those of bank cards, and perhaps for phones."""
    kept = PHONES.sub("***", text) if phones else text
    return NUMBERS.sub(lambda found: "***" if _is_own(found) else found[0], kept)
