"""What rooms find wrong of their own: said on the page and by /healthz."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Trouble:
    """Something that wants a look: for people, and as `code` for programs."""

    code: str
    words: str | Promise


WATCHES: list[Callable[[], Iterable[Trouble]]] = []


def troubles() -> list[Trouble]:
    return [trouble for watch in WATCHES for trouble in watch()]
