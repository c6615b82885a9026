"""By when a request about somebody's data has to be answered."""

from collections.abc import Callable
from datetime import date, timedelta

WORKING_DAYS = 15  # App违法违规收集使用个人信息行为认定方法 (unconfirmed)
DAYS = 30  # GB/T 35273-2020 (unconfirmed)


def last_day(asked: date, is_rest_day: Callable[[date], bool]) -> date:
    """The fifteenth working day after it was asked, the thirtieth day at the latest."""
    day, left = asked, WORKING_DAYS
    while left and day < asked + timedelta(days=DAYS):
        day += timedelta(days=1)
        left -= not is_rest_day(day)
    return day
