"""What can be printed: the letters that the font of documents has."""

from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from fontTools.ttLib import TTFont

# Put into node_modules by `make setup`, in production too: deploy/migrate.sh runs it.
FAMILY = Path(settings.BASE_DIR, "node_modules/@expo-google-fonts/noto-sans-sc")
REGULAR = FAMILY / "400Regular"
WEIGHTS = (REGULAR, FAMILY / "600SemiBold")
MISSING = "〓"  # what Chinese printers set for a character they have no type of


@cache
def _known() -> frozenset[int]:
    """Read once, in 0.2 s; all weights have the same letters."""
    with TTFont(next(REGULAR.glob("*.ttf")), lazy=True) as font:
        return frozenset(font.getBestCmap())


def printable(text: str) -> str:
    """With MISSING for each character that the font lacks."""
    known = _known()
    return "".join(letter if ord(letter) in known else MISSING for letter in text)


@register
def font_is_there(**options: Any) -> list[CheckMessage]:
    """A system check, so that a deployment without it isn't found out by a class."""
    if all(any(weight.glob("*.ttf")) for weight in WEIGHTS):
        return []
    said = "node_modules has no Noto Sans SC, without which no PDF can be made."
    return [Error(said, hint="make setup", id="spark.E004")]
