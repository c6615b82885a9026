"""A candidate's own home page in parts: each room's `portal.py` puts its own in."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.utils.functional import Promise

from candidates.register.models import Candidate


class Step(NamedTuple):
    """What a candidate has to do, by when, and where on their page or which."""

    due: datetime
    what: str | Promise
    url: str


class Own(NamedTuple):
    """A part as it is drawn for its candidate.

    Args:
        step: what they have to do next in it, if anything.
    """

    template: str
    context: dict
    step: Step | None = None


@dataclass(frozen=True)
class OwnPart:
    """A part of a candidate's own page.

    Args:
        name: the id of its section.
        draw: what it shows; None if there is nothing.
    """

    name: str
    order: int
    draw: Callable[[Candidate], Own | None]


PARTS: list[OwnPart] = []


def add_own_part(part: OwnPart) -> None:
    """Called by a room's `portal`, which its app loads when Django is ready."""
    PARTS.append(part)
    PARTS.sort(key=lambda part: part.order)


def own_parts(candidate: Candidate) -> list[tuple[str, Own]]:
    """Each with its name."""
    drawn = ((part.name, part.draw(candidate)) for part in PARTS)
    return [(name, own) for name, own in drawn if own]


def next_step(parts: Iterable[tuple[str, Own]]) -> Step | None:
    """The one that is due first."""
    steps = [own.step for _name, own in parts if own.step]
    return min(steps, key=lambda step: step.due, default=None)
