"""Times of day as minutes, midnight being the end of its day."""

from collections.abc import Iterable
from datetime import time

from candidates.incubation.rules import DAY

Span = tuple[int, int]  # minutes of a day, half open


def minutes(clock: time, *, end: bool = False) -> int:
    """Minutes since midnight; with `end`, 00:00 is the end of the day, 1440."""
    return (clock.hour * 60 + clock.minute) or (DAY if end else 0)


def joined(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that touch or overlap joined."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def backwards(starts: time, ends: time) -> bool:
    """Whether it ends before it starts; 00:00 as the end is the day's end."""
    return minutes(starts) >= minutes(ends, end=True)


def until(ends: time) -> str:
    """A time of day as an end: midnight is 24:00."""
    return f"{ends:%H:%M}" if ends.hour or ends.minute else "24:00"
