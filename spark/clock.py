"""China's time, the only clock: whoever reads, wherever the machine stands.

Moments come from the database in UTC. What day it is then, and what a clock shows, is
asked here and nowhere else: `make check` refuses Python's and Django's other ways.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    return datetime.now(CHINA)


def today() -> date:
    return now().date()


def local(moment: datetime) -> datetime:
    """The same moment with the day and the time of China's clocks, to be shown."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} is no moment: it names no zone")
    return moment.astimezone(CHINA)


def day(moment: datetime) -> date:
    return local(moment).date()


def at(day: date, clock: time) -> datetime:
    """When China's clocks show that on the day. There is no summer time."""
    return datetime.combine(day, clock, CHINA)


def midnight(day: date) -> datetime:
    """When the day begins."""
    return at(day, time.min)


def end_of(day: date) -> datetime:
    """The last minute of a day until whose end something may be done."""
    return at(day, time(23, 59))


def span(day: date, starts: time, ends: time) -> tuple[datetime, datetime]:
    """From one time of the day until another; no later than `starts`, it's next day's.

    So 00:00, as which forms and sheets read 24:00, is the end of the day.
    """
    first, last = at(day, starts), at(day, ends)
    return first, last if last > first else last + timedelta(days=1)
