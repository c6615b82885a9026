"""Calendars as text, RFC 5545 and RFC 7986."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from hashlib import sha256
from typing import Any

import icalendar
from django.utils import translation
from django.utils.translation import gettext as _

from spark import clock
from spark.calendars.kinds import CANCELLED, Event

FORM = 1  # raised when the same is written otherwise: programs then fetch it anew
HOUR = timedelta(hours=1)
ZONE = clock.CHINA.key
_KEPT = ("\n",)
_CONTROLS = {code: None for code in (*range(32), 127) if chr(code) not in _KEPT}


@dataclass(frozen=True)
class Written:
    """What a calendar says; put into text only for who hasn't got it.

    Args:
        reminds: of what is to come, an hour before.
    """

    title: str
    events: tuple[Event, ...]
    language: str
    reminds: bool
    site: str

    @cached_property
    def digest(self) -> str:
        """The same for the same text."""
        said = (FORM, self.title, self.events, self.language, self.reminds, self.site)
        return sha256(repr(said).encode()).hexdigest()

    @cached_property
    def text(self) -> bytes:
        with translation.override(self.language):
            return self._calendar().to_ical(sorted=False)

    def _calendar(self) -> icalendar.Calendar:
        made = icalendar.Calendar()
        title = icalendar.vText(cleaned(self.title))
        _fill(
            made,
            {
                "version": "2.0",
                "prodid": f"-//Spark Plan//Spark//{self.language[:2].upper()}",
                "calscale": "GREGORIAN",
                "name": title,
                "x-wr-calname": title,
                "x-wr-timezone": ZONE,
                "x-published-ttl": icalendar.vDuration(HOUR),
            },
        )
        often = icalendar.vDuration(HOUR, params={"VALUE": "DURATION"})
        made.add("refresh-interval", often)
        made.add_component(_zone())
        host = self.site.partition("://")[2].partition(":")[0]
        for event in self.events:
            made.add_component(self._event(event, host))
        return made

    def _event(self, event: Event, host: str) -> icalendar.Event:
        made = icalendar.Event()
        said = {
            "uid": f"{event.key}@{host}",
            "dtstamp": event.changed.astimezone(UTC),
            "last-modified": event.changed.astimezone(UTC),
            "sequence": event.sequence,
            "dtstart": _when(event.starts),
            "dtend": event.ends and _when(event.ends),
            "summary": cleaned(_summary(event)),
            "location": cleaned(event.where),
            "description": cleaned(event.text),
            "url": event.url and f"{self.site}{event.url}",
            "status": event.status,
            "transp": "OPAQUE" if _takes_time(event) else "TRANSPARENT",
        }
        _fill(
            made,
            {name: value for name, value in said.items() if value not in ("", None)},
        )
        if self.reminds and event.is_to_come:
            alarm = icalendar.Alarm()
            text = cleaned(event.summary)
            _fill(alarm, {"action": "DISPLAY", "description": text, "trigger": -HOUR})
            made.add_component(alarm)
        return made


def _fill(component: icalendar.Component, said: Mapping[str, Any]) -> None:
    for name, value in said.items():
        component.add(name, value)


def _zone() -> icalendar.Timezone:
    """What it has been since the last summer time ended."""
    zone, standard = icalendar.Timezone(), icalendar.TimezoneStandard()
    _fill(
        standard,
        {
            "dtstart": datetime(1991, 9, 15, 2),  # noqa: DTZ001 -- a zone's own
            "tzoffsetfrom": timedelta(hours=9),
            "tzoffsetto": timedelta(hours=8),
            "tzname": "CST",
        },
    )
    zone.add("tzid", ZONE)
    zone.add_component(standard)
    return zone


def _summary(event: Event) -> str:
    """Said in words too: some programs show nothing of a status."""
    if event.status == CANCELLED:
        return _("Cancelled: %(what)s") % {"what": event.summary}
    return event.summary


def _takes_time(event: Event) -> bool:
    return event.ends is not None and event.status != CANCELLED


def _when(moment: Any) -> Any:
    return clock.local(moment) if isinstance(moment, datetime) else moment


def cleaned(text: str) -> str:
    """Without what would end a line, but for a new one."""
    return text.translate(_CONTROLS)
