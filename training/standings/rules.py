"""What is odd about a broadcast's numbers, though it may be true; what a place says.

What can't be at all, the constraints of the result refuse.
"""

from collections.abc import Iterator
from enum import StrEnum
from fractions import Fraction
from typing import Any, NamedTuple, Protocol

from candidates.register.rules import Finding
from training.standings.metrics import Numbers, average_online, over

WITHIN = Fraction(1, 10)  # as far as two ways to the average online may differ
MOST_PAID = Fraction(1, 5)  # of the viewers; beyond it the host drew few of them
MOST_FEN = 10_000_000  # of one order: nothing in these rooms costs 100,000 yuan
SHORTEST, LONGEST = 30, 24 * 60  # minutes, as live platforms allow


class Third(StrEnum):
    """Of those who are ranked."""

    UPPER = "upper"
    MIDDLE = "middle"
    LOWER = "lower"


class Band(NamedTuple):
    """The third somebody is in, and the best and the worst that it may well be."""

    third: Third
    best: Third
    worst: Third

    @property
    def is_sure(self) -> bool:
        return self.best == self.worst


def band(rank: int, low: int, high: int, of: int) -> Band:
    """What people are told of their place, which tells nothing of anybody else.

    Args:
        low, high: of the rank's interval.
        of: how many are ranked.
    """
    thirds = list(Third)
    return Band(*(thirds[3 * (one - 1) // of] for one in (rank, low, high)))


class Measured(Numbers, Protocol):
    """Also how many watched at once."""

    peak_online: Any
    average_online: Any


def odd(numbers: Measured, seconds: int) -> Iterator[Finding]:
    """Each thing that somebody should look at again.

    Args:
        seconds: how long the broadcast was.
    """
    minutes = seconds // 60
    if not SHORTEST <= minutes <= LONGEST:
        yield _warn("result-length-odd", minutes=minutes)
    peak = numbers.peak_online
    if peak is not None and peak > numbers.viewers:
        yield _warn("result-peak-odd", peak=peak, viewers=numbers.viewers)
    yield from _of_watching(numbers, seconds)
    yield from _of_money(numbers)
    paid = over(numbers.paid_viewers, numbers.viewers)
    if paid is not None and paid > MOST_PAID:
        yield _warn("result-paid-much", share=round(100 * paid))


def _of_watching(numbers: Measured, seconds: int) -> Iterator[Finding]:
    """Viewers × average watch = average online × length, within a tenth."""
    counted, said = average_online(numbers, seconds), numbers.average_online
    if counted is None or said is None:
        return
    if abs(counted - said) > WITHIN * max(counted, Fraction(said)):
        yield _warn("result-watch-odd", counted=round(counted), said=said)


def _of_money(numbers: Measured) -> Iterator[Finding]:
    gmv, orders = numbers.gmv_fen, numbers.orders
    if gmv and orders == 0:
        yield _warn("result-money-without-orders", yuan=gmv // 100)
    each = over(gmv, orders)
    if each is not None and each > MOST_FEN:
        yield _warn("result-order-odd", yuan=round(each / 100), orders=orders)


def _warn(code: str, **facts: object) -> Finding:
    return Finding(code, "warn", "", facts)
