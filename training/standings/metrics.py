"""What the numbers of one broadcast come to: ratios of people, money and time.

Where sources differ in what a ratio divides by, both are here by names of their own.
Money is in fen, a share between 0 and 1; what can't be told, or would divide by
nothing, is None and never 0.
"""

from fractions import Fraction
from typing import Any, Protocol

A_THOUSAND = 1000


class Numbers(Protocol):
    """What was measured; None is what wasn't."""

    viewers: Any
    views: Any
    average_watch_seconds: Any
    interacting_viewers: Any
    new_followers: Any
    product_clickers: Any
    cart_viewers: Any
    buyers: Any
    orders: Any
    gmv_fen: Any
    refunded_orders: Any
    refund_fen: Any
    paid_viewers: Any


def over(part: int | None, whole: int | None) -> Fraction | None:
    return Fraction(part, whole) if part is not None and whole else None


def average_online(numbers: Numbers, seconds: int) -> Fraction | None:
    """ACU: all that was watched, spread over the broadcast.

    Args:
        seconds: how long it was.
    """
    watched = over(numbers.viewers, seconds)
    return watched and watched * numbers.average_watch_seconds


def ratios(numbers: Numbers) -> dict[str, Fraction | None]:
    """By name, in the order in which they are read."""
    gmv = None if numbers.gmv_fen is None else numbers.gmv_fen * A_THOUSAND
    return {
        "interaction": over(numbers.interacting_viewers, numbers.viewers),
        "following": over(numbers.new_followers, numbers.viewers),
        "clicking": over(numbers.product_clickers, numbers.viewers),
        "cart": over(numbers.cart_viewers, numbers.viewers),
        "buying": over(numbers.buyers, numbers.viewers),
        "buying_of_clickers": over(numbers.buyers, numbers.product_clickers),
        "gpm_of_views": over(gmv, numbers.views),
        "gpm_of_viewers": over(gmv, numbers.viewers),
        "viewer_value": over(numbers.gmv_fen, numbers.viewers),
        "buyer_value": over(numbers.gmv_fen, numbers.buyers),
        "refunded_orders": over(numbers.refunded_orders, numbers.orders),
        "refunded_money": over(numbers.refund_fen, numbers.gmv_fen),
        "paid_traffic": over(numbers.paid_viewers, numbers.viewers),
    }
