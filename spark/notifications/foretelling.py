"""Whom an act would tell, before it is done: messages are noted instead of put."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

SYSTEMS, OWN, GROUPS = "systems", "own", "groups"  # beside the channels of messages


@dataclass(frozen=True)
class Foretold:
    """One message, to so many.

    Args:
        way: a channel; or `SYSTEMS` of a college, guests' `OWN` pages, `GROUPS`.
        number: of readers.
        campus: the key of the college whose people they are, if it is one's.
    """

    kind: str
    way: str
    number: int
    facts: dict
    campus: int | None = None
    held: bool = False


_HEARD: ContextVar[list[Foretold] | None] = ContextVar("foretold", default=None)


@contextmanager
def foretelling() -> Iterator[list[Foretold]]:
    """Note in the list what would be told; nothing of it is written.

    Inside of another it adds to that one's list, unless it ends with an error.
    """
    outer, heard = _HEARD.get(), []  # type: ignore[var-annotated]
    token = _HEARD.set(heard)
    try:
        yield heard
    finally:
        _HEARD.reset(token)
    if outer is not None:
        outer.extend(heard)


def is_noted(*told: Foretold) -> bool:
    """Whether this is a rehearsal, which notes them; then nothing is to be written."""
    heard = _HEARD.get()
    if heard is None:
        return False
    heard.extend(one for one in told if one.number)
    return True


def summed(told: Iterable[Foretold]) -> list[Foretold]:
    """One for each kind, way and college, in the first one's words.

    Readers are added up, and of how many people colleges are told.
    """
    found: dict[tuple, Foretold] = {}
    for one in told:
        key = one.kind, one.way, one.campus, one.held
        if before := found.get(key):
            facts = before.facts
            if one.campus and "count" in facts:
                facts = facts | {"count": facts["count"] + one.facts["count"]}
            one = replace(before, number=before.number + one.number, facts=facts)
        found[key] = one
    return list(found.values())
