"""Queues, jobs and messages as the pages show them: tones, words, nobody's address."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from spark import clock
from spark.operations.about import About, about, guests
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
        Colour.YELLOW: _("No heartbeat, perhaps busy"),
        Colour.RED: _("No heartbeat"),
    }[one.colour]
    silent = None if one.silent is None else span(one.silent)
    words = QUEUES.get(one.name, one.name)
    return Shown(one.colour, label, one, {"silent": silent, "words": words})


def traffic(one: Traffic) -> Shown:
    label = {
        Colour.GREEN: _("In order"),
        Colour.YELLOW: _("Needs attention"),
        Colour.RED: _("Stuck"),
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
            Colour.RED: _("Far too late"),
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
        outdated: why it is of no use any more; empty if it can be sent again.
        whom: its reader, with the address not whole; empty for a group, and for who is
            told by `about`.
        again: who had it sent again before.
    """

    pk: int
    kind: str
    channel: str | Promise
    at: datetime
    outdated: str | Promise
    said: str
    about: About | None
    url: str
    again: Resending | None
    whom: str = ""
    address: str = ""

    @property
    def reader(self) -> str:
        """In words, for buttons."""
        return self.whom or (self.about.name if self.about else "–")


NEWER = _("Outdated: something newer was written about the same")
STALE = _("Too late: it would be of no use any more")


def letters(messages: Iterable[Any]) -> Iterator[Letter]:
    found = list(messages)
    candidates = about(found)
    before = sent_again([message.pk for message in found], to_guest=False)
    for message in found:
        yield Letter(
            message.pk,
            name_of(message.kind),
            message.get_channel_display(),
            message.given_up_at or message.due_at,
            NEWER if message.outdated else "",
            masked(message.error),
            candidates.get(message.pk),
            message.url,
            before.get(message.pk),
            str(message.to or ""),
            masked(message.to.email) if message.to else "",
        )


def reminders(rows: Iterable[Any]) -> Iterator[Letter]:
    """Those to people without an account, told by their own pages in the programme."""
    found = list(rows)
    candidates = guests({row.message.key for row in found})
    before = sent_again([row.pk for row in found], to_guest=True)
    for row in found:
        yield Letter(
            row.pk,
            name_of(row.message.kind),
            row.get_by_display(),
            row.due_at,
            STALE if row.outdated else "",
            masked(row.error),
            candidates.get(row.message.key),
            "",
            before.get(row.pk),
        )
