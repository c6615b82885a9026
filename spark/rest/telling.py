"""What a docstring tells the API's readers: of developers' sections only refusals."""

import inspect
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

SECTIONS = re.compile(r"^(?:Args|Raises|Returns|Yields|Attributes):$", re.MULTILINE)
RAISES = re.compile(r"^Raises:$(.*?)(?=^\S|\Z)", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"\b[a-z]+(?:-[a-z0-9]+)+\b")


@dataclass(frozen=True)
class Told:
    """Args:
    summary: the first sentence.
    refusals: the codes that are named as raised.
    """

    summary: str
    description: str
    refusals: Sequence[str]


def told(docstring: str | None) -> Told:
    text = inspect.cleandoc(docstring or "")
    prose = SECTIONS.split(text)[0].strip()
    sentence = re.split(r"[.:](?=\s|$)", prose, maxsplit=1)[0]
    named = CODE.findall("".join(RAISES.findall(text)))
    return Told(
        summary=" ".join(sentence.split()),
        description=prose,
        refusals=[code for code in dict.fromkeys(named) if _is_refusal(code)],
    )


def _is_refusal(code: str) -> bool:
    return (settings.BASE_DIR / "templates/refused" / f"{code}.txt").exists()
