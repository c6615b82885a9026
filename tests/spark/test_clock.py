"""China's time, whatever zone a moment was given in."""

import time as machine
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine

from spark import clock

pytestmark = pytest.mark.usefixtures("anywhere")
NATIONAL_DAY = date(2026, 10, 1)
HALF_PAST_MIDNIGHT = datetime(2026, 9, 30, 16, 30, tzinfo=UTC)


def test_the_machine_stands_elsewhere(anywhere):
    hour = {"Shanghai": 0, "Berlin": 18, "Los_Angeles": 9}[anywhere.split("/")[1]]
    assert machine.localtime(HALF_PAST_MIDNIGHT.timestamp()).tm_hour == hour


def test_the_day_of_a_moment_is_chinas():
    assert clock.day(HALF_PAST_MIDNIGHT) == NATIONAL_DAY
    assert f"{clock.local(HALF_PAST_MIDNIGHT):%m-%d %H:%M %Z}" == "10-01 00:30 CST"


@time_machine.travel(HALF_PAST_MIDNIGHT, tick=False)
def test_today_is_the_day_in_china():
    assert clock.today() == NATIONAL_DAY
    assert clock.now() == HALF_PAST_MIDNIGHT
    assert clock.now().hour == 0


def test_a_time_of_a_day_is_chinas():
    nine = clock.at(NATIONAL_DAY, time(9))
    assert nine == datetime(2026, 10, 1, 1, tzinfo=UTC)
    assert clock.midnight(NATIONAL_DAY) == nine - timedelta(hours=9)


@pytest.mark.parametrize(
    ("starts", "ends", "hours"), [(9, 17, 8), (22, 2, 4), (18, 0, 6), (0, 0, 24)]
)
def test_a_span_that_ends_no_later_than_it_starts_ends_next_day(starts, ends, hours):
    first, last = clock.span(NATIONAL_DAY, time(starts), time(ends))
    assert first == clock.at(NATIONAL_DAY, time(starts))
    assert last - first == timedelta(hours=hours)


def test_a_time_without_a_zone_is_no_moment():
    with pytest.raises(ValueError, match="no zone"):
        clock.day(datetime(2026, 10, 1, 0, 30))  # noqa: DTZ001
