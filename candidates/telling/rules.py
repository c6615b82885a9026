"""What a paragraph of the office may hold: plain text, and places of the batch."""

import re
import unicodedata

PLACES = ("batch", "programme", "opens", "closes")
_PLACE = re.compile(r"\{([^{}]*)\}")
_MARKUP = re.compile(r"<[a-z/!][^>]*>|\]\(|&#?\w+;", re.IGNORECASE)
_ID_NUMBER = r"\d{17}[\dX]"
_MOBILE = r"1\d{2}[ -]?\d{4}[ -]?\d{4}"
_LANDLINE = r"(?:0\d{2,3}[ -]?\d{7,8}|[48]00[ -]?\d{3}[ -]?\d{4})"
_NUMBER = re.compile(
    rf"(?<![\d-])(?:{_ID_NUMBER}|{_MOBILE}|{_LANDLINE}|\d{{7,}})(?!\d)", re.IGNORECASE
)


def stray_places(text: str) -> list[str]:
    """What stands in braces and is no place; a brace by itself."""
    wrong = [f"{{{name}}}" for name in _PLACE.findall(text) if name not in PLACES]
    return wrong + re.findall(r"[{}]", _PLACE.sub("", text))


def markup(text: str) -> str:
    """The first piece of what would be HTML or Markdown; or nothing."""
    found = _MARKUP.search(text)
    return found[0] if found else ""


def number(text: str) -> str:
    """The first that may be somebody's, as a telephone's or an ID; or nothing.

    Dates with dashes are none.
    """
    found = _NUMBER.search(unicodedata.normalize("NFKC", text))
    return found[0] if found else ""
