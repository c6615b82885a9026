"""Queues, jobs and messages as the pages show them: tones, words, nobody's address."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from spark import clock
from spark.notifications.models import Message
from spark.operations.about import About, about
from spark.operations.forms import name_of
from spark.operations.masking import masked
from spark.operations.models import JobRun, Resending
from spark.operations.queries import Traffic, sent_again
from spark.operations.queues import Queue
from spark.operations.timetable import Colour, Job
from spark.operations.words import every, span

TONES = {
    Colour.GREEN: ("ok", "circle-check"),
    Colour.YELLOW: ("warn", "alert-triangle"),
    Colour.RED: ("bad", "alert-triangle"),
}
UNKNOWN = ("off", "clock")
QUEUES = {
    "default": _("Everything else"),
    "notify": _("Messages, webhooks, codes"),
    "solve": _("Planning"),
    "media": _("Clips"),
}


@dataclass(frozen=True)
class Shown:
    """A row with how it stands.

    Args:
        more: what else its template shows.
        known: whether it is known yet how it stands.
    """

    colour: Colour
    label: str | Promise
    row: Any
    more: dict[str, Any]
    known: bool = True

    @property
    def tone(self) -> str:
        return TONES[self.colour][0] if self.known else UNKNOWN[0]

    @property
    def icon(self) -> str:
        return TONES[self.colour][1] if self.known else UNKNOWN[1]


def queue(one: Queue) -> Shown:
    label = {
        Colour.GREEN: _("Alive"),
        Colour.YELLOW: _("Silent, perhaps busy"),
        Colour.RED: _("Silent"),
    }[one.colour]
    silent = None if one.silent is None else span(one.silent)
    words = QUEUES.get(one.name, one.name)
    return Shown(one.colour, label, one, {"silent": silent, "words": words})


def traffic(one: Traffic) -> Shown:
    label = {
        Colour.GREEN: _("In order"),
        Colour.YELLOW: _("Wants a look"),
        Colour.RED: _("Stands still"),
    }[one.colour]
    waits = one.oldest and span((clock.now() - one.oldest).total_seconds())
    return Shown(one.colour, label, one, {"waits": waits})


def job(one: Job, run: JobRun | None) -> Shown:
    colour = one.colour(run)
    known = run is not None and run.ended_at is not None
    if not known and colour == Colour.GREEN:
        label = _("Not run yet")
    elif colour == Colour.YELLOW and run and run.failed:
        label = pgettext_lazy("run", "Failed")
    else:
        label = {
            Colour.GREEN: _("In time"),
            Colour.YELLOW: _("Late"),
            Colour.RED: _("Much too late"),
        }[colour]
    more: dict[str, Any] = {
        "every": every(one.period.total_seconds()),
        "next": _next(one, run),
    }
    if run and run.began_at and run.ended_at:
        more["took"] = f"{(run.ended_at - run.began_at).total_seconds():.1f}"
    more["words"] = one.words
    return Shown(colour, label, run, more, known or colour != Colour.GREEN)


def _next(one: Job, run: JobRun | None) -> datetime | None:
    """None if it should be running by now."""
    found = one.next(run)
    return found if found > clock.now() else None


@dataclass(frozen=True)
class Letter:
    """A message that was given up.

    Args:
        whom: its reader, with the address not whole; empty for a group.
        again: who had it sent again before.
    """

    message: Message
    kind: str
    whom: str
    address: str
    said: str
    about: About | None
    again: Resending | None


def letters(messages: Iterable[Message]) -> Iterator[Letter]:
    found = list(messages)
    candidates, before = about(found), sent_again(found)
    for message in found:
        yield Letter(
            message,
            name_of(message.kind),
            str(message.to or ""),
            masked(message.to.email) if message.to else "",
            masked(message.error),
            candidates.get(message.pk),
            before.get(message.pk),
        )
