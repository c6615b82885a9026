"""A candidate's page in parts: each room's views put their own in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import Promise

from candidates.register.models import Candidate
from candidates.register.stages import ROAD, Stage, reached
from spark.accounts.scope import Request
from spark.records import Drawn, Section, entrance_of, record_of


@dataclass(frozen=True)
class Part:
    """A part of a candidate's page.

    Args:
        name: the id of its section.
        draw: its template and what that gets; None if there is nothing to show.
        aside: in the narrow column.
    """

    name: str
    order: int
    draw: Callable[[Request, Candidate], Drawn | None]
    aside: bool = False


class DrawnPart(NamedTuple):
    """A part as it is drawn for somebody."""

    name: str
    template: str
    context: dict


PARTS: list[Part] = []


def add_part(part: Part) -> None:
    """Called by a room's views, which its app loads when Django is ready."""
    PARTS.append(part)
    PARTS.sort(key=lambda part: part.order)


def column(request: Request, candidate: Candidate, *, aside: bool) -> list[DrawnPart]:
    """What one of the two columns shows to this person."""
    return [
        DrawnPart(part.name, *drawn)
        for part in PARTS
        if part.aside == aside and (drawn := part.draw(request, candidate))
    ]


def of_stage(section: Section) -> Part:
    """A stage's record, or the way in while somebody waits to enter."""

    def draw(request: Request, candidate: Candidate) -> Drawn | None:
        if section.name in reached(candidate.stage, candidate.left_from):
            return record_of(request, section, candidate.pk)
        if (candidate.stage, candidate.state) == section.entrance.at:
            return entrance_of(request, section, candidate.pk)
        return None

    return Part(section.name, ROAD.index(Stage(section.name)), draw)


def later(title: str | Promise, url: str) -> Drawn:
    """A part that costs too much to come with the page: fetched once it is in view."""
    return "candidates/register/_later.html", {"title": title, "url": url}
