"""What the tables of law bound, as the rules read it."""

from typing import Literal, Protocol


class Bound(Protocol):
    """A limit and what happens beyond it: of hours, days, percent; or an hour."""

    @property
    def value(self) -> int: ...

    @property
    def level(self) -> str: ...


def level_beyond(bound: Bound) -> Literal["block", "warn"]:
    return "warn" if bound.level == "warn" else "block"
