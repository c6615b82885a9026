"""Following calendars in tests: their addresses, and what two programs read there."""

from django.test import Client
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar

from spark.accounts.models import User
from spark.accounts.scope import Guest
from spark.calendars import actions


def follow(reader: User | Guest, kind: str = "own", place=None, **more) -> str:
    """The path of a calendar that the reader follows from now on."""
    given = {"language": "en"} | more
    key = getattr(place, "pk", place)
    token = actions.follow(actor=reader, kind=kind, place=key, **given)
    return f"/calendar/{token}.ics"


def fetch(path: str, **headers: str):
    """What a program finds there, which has no session."""
    return Client().get(path, headers=headers)


def read(path: str) -> dict[str, dict]:
    """The events there by their keys, as two strict readers agree that they are."""
    body = fetch(path).content
    check_lines(body)
    whole = Calendar.from_ical(body)
    assert not whole.errors
    events = {str(e["UID"]).partition("@")[0]: e for e in whole.walk("VEVENT")}
    assert not any(event.errors for event in events.values())
    others = {e.uid.partition("@")[0]: e for e in stream(body).events}
    assert others.keys() == events.keys()
    found = {}
    for key, event in events.items():
        other = others[key]
        assert event.decoded("DTSTART") == other.dtstart
        assert str(event["SUMMARY"]) == other.summary
        assert event["SEQUENCE"] == other.sequence
        assert str(event["STATUS"]) == other.status
        found[key] = {
            "starts": other.dtstart,
            "summary": other.summary,
            "where": other.location,
            "text": other.description,
            "url": str(other.url) if other.url else "",
            "status": str(event["STATUS"]),
            "sequence": other.sequence,
            "changed": other.last_modified,
            "alarms": len(event.walk("VALARM")),
        }
    return found


def stream(body: bytes):
    (calendar,) = IcsCalendarStream.from_ics(body.decode()).calendars
    return calendar


def check_lines(body: bytes) -> None:
    """As RFC 5545, 3.1, has them."""
    assert body.endswith(b"END:VCALENDAR\r\n")
    lines = body.split(b"\r\n")
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert max(len(line) for line in lines) <= 75
    for line in lines:
        line.decode()  # no character is broken
