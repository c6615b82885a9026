"""Numbers that take an SMS."""

import re

MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9][0-9]{9})")


def mobile(phone: str) -> str:
    """A mainland mobile number as its 11 digits; nothing for any other."""
    found = MOBILE.fullmatch(re.sub(r"[\s-]", "", phone))
    return found[1] if found else ""


def masked(number: str) -> str:
    """As operators print it: who it belongs to knows it again, nobody else can ring."""
    return f"{number[:3]}****{number[-4:]}"
