"""ID and phone numbers in a cell, and which other number stands there instead."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from stdnum.cn import ric

from candidates.register.sheets.texts import named, text, wrong
from spark.sheets import Cell
from spark.sheets.cells import EXACT, POINT_ZERO

SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?[eE]\+?[0-9]+")
MOBILE = re.compile(r"1[3-9][0-9]{9}")
COUNTRY = re.compile(r"(?:\+|00)?86(?=[0-9]{11}$)")
PHONE_NOISE = re.compile(r"[\s().·_'\-\u2010-\u2015\u2212]+")
SOME_PHONE = re.compile(r"\+?[0-9][0-9().\- ]{5,}[0-9]")
ABROAD = re.compile(r"(?:\+|00)(?!86)(?P<country>[0-9]{1,3})[0-9]+")
LANDLINE = re.compile(r"(?:86)?0[1-9][0-9]{8,10}")
ID_NOISE = re.compile(r"[\s'’‘`\-\u2010-\u2015\u2212]+")
CROSSES = str.maketrans(dict.fromkeys("×ХΧ✕✖╳", "X"))  # signs and other alphabets'
WHOLE_ID = re.compile(r"[0-9]{17}[0-9X]")
LOOK_ALIKE = {"O": "0", "I": "1", "L": "1"}

# Documents of others, by the form of their numbers. Residence permits of 18 places
# (81, 82, 83: Hong Kong, Macau, Taiwan; 9: foreigners, since 2023) are as ID numbers.
DOCUMENTS = (
    ("permit-old", re.compile(r"[A-Z]{3}[0-9]{12}")),
    ("home-permit", re.compile(r"[HM][0-9]{8}(?:[0-9]{2})?")),
    ("taiwan-permit", re.compile(r"[0-9]{8}|[0-9]{10}[A-Z]|T[0-9]{8,9}")),
    ("passport", re.compile(r"[A-Z]{1,2}[0-9]{6,9}|[0-9]{7}[A-Z]{2}")),
)


def id_number(cell: Cell) -> str:
    """An ID number of 18 characters whose date and check digit are right."""
    plain = ID_NOISE.sub("", text(cell)).upper().translate(CROSSES)
    whole = POINT_ZERO.fullmatch(plain)
    number = whole[1] if whole else plain
    if not number:
        raise wrong("id-number-missing")
    is_number = isinstance(cell, int | float) and abs(cell) >= EXACT
    if is_number or SCIENTIFIC.fullmatch(plain):
        raise wrong("id-number-lost-digits")
    if "*" in number:
        raise wrong("id-number-masked")
    if not WHOLE_ID.fullmatch(number):
        raise _no_id(number)
    if number[-1] != ric.calc_check_digit(number):
        # Excel keeps 15 digits and fills up with zeros, even when made text later.
        lost = whole or number.endswith("000")
        raise wrong("id-number-lost-digits" if lost else "id-number-checksum")
    if born(number) is None:
        raise wrong("id-number-date")
    return number


def _no_id(number: str) -> ValidationError:
    """What stands there instead of 17 digits and another or X."""
    if len(WHOLE_ID.findall(number)) > 1:
        return wrong("id-number-several")
    if re.fullmatch("[0-9]{15}", number):
        return wrong("id-number-old")
    if MOBILE.fullmatch(number):
        return wrong("id-number-is-phone")
    for document, form in DOCUMENTS:
        if form.fullmatch(number):
            return wrong(f"id-number-{document}")
    odd = re.search("[^0-9X]|X(?!$)", number)
    if odd is None:
        return wrong("id-number-length", length=len(number))
    facts = named(odd[0], odd.start() + 1)
    if odd[0] in LOOK_ALIKE:
        return wrong("id-number-letter", **facts, digit=LOOK_ALIKE[odd[0]])
    return wrong("id-number-character", **facts)


def born(number: str) -> date | None:
    year, month, day = int(number[6:10]), int(number[10:12]), int(number[12:14])
    try:
        return date(year, month, day) if year >= 1900 else None
    except ValueError:
        return None


def gender_of(number: str) -> str:
    return "male" if int(number[16]) % 2 else "female"


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
    if not MOBILE.fullmatch(number):
        raise _no_phone(plain, number)
    return number


def _no_phone(plain: str, number: str) -> ValidationError:
    """What stands there instead of a mobile number; `number` is without its gaps."""
    if WHOLE_ID.fullmatch(number.upper()):
        return wrong("phone-is-id")
    if len(MOBILE.findall(number)) > 1 or len(SOME_PHONE.findall(plain)) > 1:
        return wrong("phone-several")
    if "*" in number:
        return wrong("phone-masked")
    if abroad := ABROAD.fullmatch(number):
        return wrong("phone-abroad", country=abroad["country"])
    if LANDLINE.fullmatch(number):
        return wrong("phone-landline")
    odd = re.search("[^0-9]", number)
    if odd is None:
        if len(number) != 11:
            return wrong("phone-length", length=len(number))
        return wrong("phone-not-mobile")
    facts = named(odd[0], odd.start() + 1)
    if odd[0].upper() in LOOK_ALIKE and len(number) == 11:
        return wrong("phone-letter", **facts, digit=LOOK_ALIKE[odd[0].upper()])
    return wrong("phone-character", **facts)
