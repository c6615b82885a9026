"""Quiet hours: nobody is rung at night for what can wait until morning."""

from datetime import datetime, timedelta

from django.conf import settings

from spark import clock

SOON = timedelta(hours=12)  # what changes within it is told at once


def over(now: datetime) -> datetime:
    """When it may be sent: now, or when the night that it is ends."""
    if settings.QUIET_HOURS is None:
        return now
    starts, ends = settings.QUIET_HOURS
    local = clock.local(now)
    if ends <= local.time() < starts:
        return now
    day = local.date() + timedelta(days=local.time() >= starts)
    return clock.at(day, ends)


def is_soon(moment: datetime, now: datetime) -> bool:
    """Whether what happens then is told at once, day or night."""
    return moment < now + SOON
