"""Calendars as text, read by two programs that are strict."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some
from icalendar import Calendar

from spark import clock
from spark.calendars.kinds import CANCELLED, Event
from spark.calendars.writing import Written
from tests.spark.calendars.following import check_lines, stream

AT = datetime(2026, 11, 30, 22, 30, tzinfo=clock.CHINA)
WIDE = "试播·源头好物直播间；综合主播，阿卜杜热合曼·吾布力卡斯木" * 3


def written(*events: Event, reminds: bool = True, title: str = "育英") -> bytes:
    site = "https://spark.example.org:8443"
    return Written(title, events, "zh-hans", reminds, site).text


def event(**changes) -> Event:
    given = {
        "key": "trial-7",
        "starts": AT,
        "ends": AT + timedelta(hours=2),
        "summary": "试播",
        "changed": AT,
    }
    return Event(**given | changes)


def both(body: bytes):
    """The first event as each of them reads it."""
    check_lines(body)
    whole = Calendar.from_ical(body)
    assert not whole.errors
    (first, *_) = whole.walk("VEVENT")
    assert not first.errors
    return first, stream(body).events[0]


def test_what_stands_in_it_is_read_alike():
    body = written(event(sequence=3, where="一号席", text="第 1 轮", url="/trials/7/"))
    one, other = both(body)
    assert one.decoded("DTSTART") == other.dtstart == AT
    assert one.decoded("DTEND") == other.dtend == AT + timedelta(hours=2)
    assert str(one["UID"]) == other.uid == "trial-7@spark.example.org"
    assert one["SEQUENCE"] == other.sequence == 3
    assert one.decoded("LAST-MODIFIED") == other.last_modified == AT
    assert str(one["LOCATION"]) == other.location == "一号席"
    assert str(one["URL"]) == str(other.url)
    assert str(one["URL"]) == "https://spark.example.org:8443/trials/7/"


def test_its_zone_is_chinas_and_is_explained():
    (zone,) = Calendar.from_ical(written(event())).walk("VTIMEZONE")
    assert zone["TZID"] == "Asia/Shanghai"
    assert zone.to_tz().utcoffset(AT.replace(tzinfo=None)) == timedelta(hours=8)
    assert b"DTSTART;TZID=Asia/Shanghai:20261130T223000\r\n" in written(event())


def test_programs_are_told_how_often_to_ask():
    body = written()
    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in body
    assert b"\r\nX-PUBLISHED-TTL:PT1H\r\n" in body


@pytest.mark.parametrize(
    "text",
    [
        "a;b,c\\d\nn\\n",
        "“引号”: 50%",
        'DTSTART:20261130"',
        "x" * 75,
        WIDE,
        "\N{WOMAN}\u200d\N{GIRL}" * 30,
    ],
)
def test_any_text_comes_through(text):
    one, other = both(written(event(summary=text, where=text, text=text), title=text))
    assert str(one["SUMMARY"]) == other.summary == text
    assert str(one["LOCATION"]) == other.location == text
    assert str(one["DESCRIPTION"]) == other.description == text


def test_no_text_makes_a_line_of_its_own():
    body = written(event(summary="x\r\nEND:VEVENT\rBEGIN:VEVENT\x00\x07"))
    one, other = both(body)
    assert str(one["SUMMARY"]) == other.summary == "x\nEND:VEVENTBEGIN:VEVENT"


@given(some.text(some.characters(codec="utf-8", exclude_categories=["Cc", "Z"])))
def test_lines_are_folded_by_octets_within_no_character(text):
    body = written(event(text=f"a{text}"))
    check_lines(body)
    (one,) = Calendar.from_ical(body).walk("VEVENT")
    assert str(one["DESCRIPTION"]) == f"a{text}"


def test_it_reminds_an_hour_before_of_what_is_to_come():
    (alarm,) = both(written(event(is_to_come=True)))[0].walk("VALARM")
    assert alarm.decoded("TRIGGER") == timedelta(hours=-1)
    for body in (written(event()), written(event(is_to_come=True), reminds=False)):
        assert not both(body)[0].walk("VALARM")


def test_what_is_called_off_says_so_and_takes_no_time():
    one, other = both(written(event(status=CANCELLED)))
    assert one["STATUS"] == other.status == "CANCELLED"
    assert one["TRANSP"] == "TRANSPARENT"
    assert str(one["SUMMARY"]) != "试播" and "试播" in str(one["SUMMARY"])


def test_a_day_is_a_whole_one():
    one, other = both(written(event(starts=date(2026, 12, 1), ends=None)))
    assert one.decoded("DTSTART") == other.dtstart == date(2026, 12, 1)
    assert one["TRANSP"] == "TRANSPARENT"
