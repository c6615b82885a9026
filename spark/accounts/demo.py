"""Who has no account, and whose pages the log-in page opens while developing.

Rooms put in how: as by a link and a code, by the same actions and on record like these.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.utils.functional import Promise

from spark.htmx import Request


@dataclass(frozen=True)
class DemoGuest:
    """Somebody of the demo's.

    Args:
        name: what the button sends.
        enter: opens a session and leads to their pages; None if nobody is there.
    """

    name: str
    label: str | Promise
    order: int
    enter: Callable[[Request], HttpResponse | None]


GUESTS: list[DemoGuest] = []


def add_demo_guest(guest: DemoGuest) -> None:
    """Called by a room's `views`, which its app loads when Django is ready."""
    GUESTS.append(guest)
    GUESTS.sort(key=lambda guest: guest.order)


def enter_as(request: Request, name: str) -> HttpResponse:
    """As the guest of that name.

    Raises:
        Http404: if there is none, or nobody of that kind in the demo.
    """
    for guest in GUESTS:
        if guest.name == name and (page := guest.enter(request)):
            return page
    raise Http404
