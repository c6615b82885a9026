"""Refusals: what the rules of business, law or the database don't let anybody do.

An action raises a code and facts; the words are in `templates/refused/<code>.txt`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError

from spark.wording import lines


class Refused(Exception):
    """`code` names a template in `templates/refused/`, `facts` fill it.

    Args:
        status: 409 when the state of things forbids it, 403 when the role does,
            422 when what was sent can't be accepted.

    Attributes:
        also: what else stands against it, if more than one thing does.
    """

    def __init__(self, code: str, *, status: int = 409, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.status = status
        self.facts = facts
        self.also: list[Refused] = []

    def __str__(self) -> str:
        return f"{self.code} {self.facts}" if self.facts else self.code


def refuse_all(against: Iterable[Refused]) -> None:
    """Refuse for all that stands against something; nothing, if nothing does.

    Raises:
        Refused: the first, with the others.
    """
    refused = list(against)
    if refused:
        refused[0].also = refused[1:]
        raise refused[0]


@dataclass(frozen=True)
class Words:
    """A refusal as people read it, in the active language."""

    code: str
    text: str
    way_out: str = ""
    source: str = ""
    also: tuple["Words", ...] = ()


def words(refused: Refused) -> Words:
    """Render the refusal: text, way out and legal source are its template's lines."""
    text, way_out, source, *_ = [
        *lines(f"refused/{refused.code}.txt", refused.facts),
        *("", "", ""),
    ]
    also = tuple(words(other) for other in refused.also)
    return Words(refused.code, text, way_out, source, also)


# Constraint and trigger names, as the database reports them, with their refusals.
# Rooms add theirs beside the model that declares them.
BY_DATABASE: dict[str, str] = {}
_STATE = re.compile(r"pgtrigger: (Invalid transition|Cannot delete|Invalid initial)")


def refused_by_database(error: DatabaseError) -> Refused | None:
    """The refusal behind a constraint or trigger, or None for a fault of ours."""
    diagnostics = getattr(error.__cause__, "diag", None)
    name = getattr(diagnostics, "constraint_name", None)
    if name in BY_DATABASE:
        return Refused(BY_DATABASE[name])
    if _STATE.search(str(error)):
        return Refused("state-moved")
    return None
