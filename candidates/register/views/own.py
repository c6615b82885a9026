"""A candidate's own home page in parts: each room's `portal.py` puts its own in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.utils.functional import Promise

from candidates.register.models import Candidate
from candidates.register.views.parts import DrawnPart
from spark.records import Drawn


class Step(NamedTuple):
    """What a candidate has to do, by when, and where on their page or which."""

    due: datetime
    what: str | Promise
    url: str


@dataclass(frozen=True)
class OwnPart:
    """A part of a candidate's own page.

    Args:
        name: the id of its section.
        draw: its template and what that gets; None if there is nothing to show.
        step: what they have to do next in it, if anything.
    """

    name: str
    order: int
    draw: Callable[[Candidate], Drawn | None]
    step: Callable[[Candidate], Step | None] = lambda candidate: None


PARTS: list[OwnPart] = []


def add_own_part(part: OwnPart) -> None:
    """Called by a room's `portal`, which its app loads when Django is ready."""
    PARTS.append(part)
    PARTS.sort(key=lambda part: part.order)


def own_parts(candidate: Candidate) -> list[DrawnPart]:
    return [
        DrawnPart(part.name, *drawn)
        for part in PARTS
        if (drawn := part.draw(candidate))
    ]


def next_step(candidate: Candidate) -> Step | None:
    """The one that is due first."""
    steps = [step for part in PARTS if (step := part.step(candidate))]
    return min(steps, key=lambda step: step.due, default=None)
