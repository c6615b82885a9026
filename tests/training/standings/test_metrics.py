"""Ratios by the formulas that platforms publish, worked by hand."""

from fractions import Fraction
from types import SimpleNamespace

import pytest

from training.standings.metrics import average_online, ratios
from training.standings.models import AT_MOST, Result
from training.standings.rules import odd

HOUR = 3600
MEASURED = {
    "viewers": 4200,
    "views": 5600,
    "average_watch_seconds": 90,
    "average_online": 105,
    "peak_online": 300,
    "interacting_viewers": 420,
    "new_followers": 84,
    "product_clickers": 1050,
    "cart_viewers": 210,
    "buyers": 105,
    "orders": 120,
    "gmv_fen": 1_260_000,
    "refunded_orders": 12,
    "refund_fen": 63_000,
    "paid_viewers": 420,
}


def measured(**more) -> SimpleNamespace:
    return SimpleNamespace(**MEASURED | more)


def test_each_by_its_formula():
    assert ratios(measured()) == {
        "interaction": Fraction(1, 10),
        "following": Fraction(1, 50),
        "clicking": Fraction(1, 4),
        "cart": Fraction(1, 20),
        "buying": Fraction(1, 40),
        "buying_of_clickers": Fraction(1, 10),
        "gpm_of_views": 225_000,  # 2,250 yuan per 1,000 views
        "gpm_of_viewers": 300_000,
        "viewer_value": 300,
        "buyer_value": 12_000,
        "refunded_orders": Fraction(1, 10),
        "refunded_money": Fraction(1, 20),
        "paid_traffic": Fraction(1, 10),
    }
    assert average_online(measured(), HOUR) == 105


def test_nothing_is_divided_by_nothing():
    nothing = dict.fromkeys(MEASURED, 0)
    assert set(ratios(measured(**nothing)).values()) == {None}
    unknown = dict.fromkeys(MEASURED)
    assert set(ratios(measured(**unknown)).values()) == {None}
    assert average_online(measured(), 0) is None
    assert list(odd(measured(**unknown | {"viewers": 0}), HOUR)) == []


@pytest.mark.parametrize(
    ("more", "seconds", "said"),
    [
        ({}, HOUR, []),
        ({}, 20 * 60, ["result-length-odd", "result-watch-odd"]),
        ({"average_online": None}, 25 * HOUR, ["result-length-odd"]),
        ({"average_online": None, "peak_online": 4201}, HOUR, ["result-peak-odd"]),
        ({"average_online": 94}, HOUR, ["result-watch-odd"]),
        ({"average_online": 95}, HOUR, []),
        ({"average_online": 116}, HOUR, []),
        ({"average_online": 117}, HOUR, ["result-watch-odd"]),
        ({"orders": 0}, HOUR, ["result-money-without-orders"]),
        (
            {"gmv_fen": 9_900_000_000, "orders": 10},
            HOUR,
            ["result-order-odd"],
        ),
        ({"paid_viewers": 840}, HOUR, []),
        ({"paid_viewers": 841}, HOUR, ["result-paid-much"]),
    ],
)
def test_what_is_odd_is_told(more, seconds, said):
    assert [one.code for one in odd(measured(**more), seconds)] == said


@pytest.mark.parametrize("pair", AT_MOST)
def test_what_cannot_be_is_found_before_the_database_refuses_it(pair):
    few, many = pair
    result = Result(**{few: 3, many: 3})
    assert list(result.contradictions()) == []
    setattr(result, few, 4)
    assert [name for name, _message in result.contradictions()] == [few]
    setattr(result, many, None)
    assert list(result.contradictions()) == []
