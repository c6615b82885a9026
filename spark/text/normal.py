"""Each kind of text in its normal form. All of them keep what is normal already."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from spark.text.tables import DOT, DOTS, PRIVATE, RADICALS, STOPS

# Control, direction, zero width, fillers, joiners, variation selectors, tags.
JOINING = "\u200c\u200d\ufe00-\ufe0f\U000e0020-\U000e007f\U000e0100-\U000e01ef"
UNSEEN = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0001"
)
NOT_SEEN = re.compile(f"[{UNSEEN}{JOINING}]")
NOT_PROSE = re.compile(f"[{UNSEEN}]")
LONE = re.compile("[\ud800-\udfff]")  # half of a character, of broken software
COMPATIBLE = (0x2E9F, 0x2EF3, *range(0x2F00, 0x2FD6))  # radicals that NFKC knows
SHAPES = PRIVATE | RADICALS
SHAPES |= {code: unicodedata.normalize("NFKC", chr(code)) for code in COMPATIBLE}
WIDE = {ord(c) + 0xFEE0: c for c in map(chr, range(0x21, 0x7F)) if c.isalnum()}
WIDE |= {0x3000: " "}
AS_DOT = dict.fromkeys(map(ord, DOTS), DOT)
DOTTED = re.compile(rf"\s*{DOT}[\s{DOT}]*")
BETWEEN = re.compile(rf"(?<=\S)[{DOTS}](?=\S)")
STOPPED = re.compile(rf"(?<=[^\W\d_a-zA-Z])[{STOPS}]+(?=[^\W\d_])")
UNREADABLE = {"Co", "Cs"}
PLACEHOLDER = "\ufffd"  # what software shows in place of what it couldn't read


def plain(text: str) -> str:
    """NFKC, without what can't be seen; the lines stay."""
    if text.isascii() and text.isprintable():
        return text.strip()
    known = unicodedata.normalize("NFKC", _whole(text).translate(PRIVATE))
    return NOT_SEEN.sub("", known.translate(RADICALS)).strip()


def line(text: str) -> str:
    return " ".join(plain(text).split())


def name(text: str) -> str:
    """A person's: any dot is U+00B7, as is a full stop after a Chinese letter."""
    dotted = DOTTED.sub(DOT, line(text.translate(AS_DOT)))
    return STOPPED.sub(DOT, dotted)


def title(text: str) -> str:
    kept = BETWEEN.sub(DOT, prose(text).translate(WIDE))
    return " ".join(NOT_SEEN.sub("", kept).split())


def prose(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text.strip()
    known = NOT_PROSE.sub("", _whole(text).translate(SHAPES))
    return unicodedata.normalize("NFC", known).strip()


def _whole(text: str) -> str:
    return LONE.sub(PLACEHOLDER, text)


def unreadable(text: str) -> tuple[str, int] | None:
    """Code and place, from 1, of the first character that says nothing to anybody."""
    for place, char in enumerate(text, start=1):
        code = ord(char)
        if code < 0xD800 or code in PRIVATE:
            continue
        nothing = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
        if nothing or char == PLACEHOLDER or unicodedata.category(char) in UNREADABLE:
            return f"U+{code:04X}", place
    return None


def hides(text: str) -> bool:
    """Is there something in it that nobody can see?"""
    return bool(NOT_SEEN.search(text))


def refuse_unseen(text: str) -> None:
    """Raises ValidationError for an address that looks like another's."""
    if hides(text):
        said = _("There are characters in it that nobody can see. Type it anew.")
        raise ValidationError(said, "unseen")


def refuse_unreadable(text: str) -> None:
    """Raises ValidationError naming the character, and how to type the right one."""
    if found := unreadable(text):
        code, place = found
        raise ValidationError(
            _(
                "Character %(place)s (%(code)s) can't be shown: only the program it "
                "was typed in knows it. Type it again, in an input method by its parts."
            ),
            "character-unreadable",
            {"code": code, "place": place},
        )
