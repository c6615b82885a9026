"""The home page: what is to be done, and the panels that the rooms put beside it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from spark import clock

if TYPE_CHECKING:
    from spark.accounts.models import User

VISIT = timedelta(minutes=30)  # away for longer, and somebody comes back
OFTEN = timedelta(minutes=5)  # how exactly the last look is noted


@dataclass(frozen=True)
class Panel:
    """A part of the home page, put in by a room.

    Args:
        context: what `template` gets as `panel`, of the user and since when they were
            away; nothing if there is nothing to show.
        roles: whom it is for.
        aside: in the narrow column.
    """

    template: str
    context: Callable[["User", datetime | None], dict | None]
    roles: frozenset[str]
    order: int
    aside: bool = False


PANELS: list[Panel] = []


def add_panel(panel: Panel) -> None:
    """Called from an app's `AppConfig.ready`, before models can be imported."""
    PANELS.append(panel)
    PANELS.sort(key=lambda panel: panel.order)


def panels_of(
    user: "User", roles: set[str], since: datetime | None
) -> Iterator[tuple[Panel, dict]]:
    for panel in PANELS:
        if panel.roles & roles:
            context = panel.context(user, since)
            if context:
                yield panel, context


def note_visit(user: "User") -> datetime | None:
    """When the visit before this one ended; None on the first."""
    now = clock.now()
    seen = user.seen_at
    if seen is None or now - seen > VISIT:
        user.seen_before = seen
    if seen is None or now - seen > OFTEN:
        user.seen_at = now
        user.save(update_fields=["seen_at", "seen_before"])
    return user.seen_before
