"""Ties by the rule that was set, and drawn again alike."""

import pytest

from training.racing.rules.level import Level, in_order, lot
from training.racing.rules.proposing import Ranked, Terms, propose
from training.trials.stages import Ties

PEOPLE = [
    Level(1, 1, 2, 4.5),
    Level(2, 1, 3, 3.0),
    Level(3, 1, 3, 4.0),
    Level(4, 1, 3),
    Level(5, 5, 9, 5.0),
]


@pytest.mark.parametrize(
    ("ties", "order"),
    [(Ties.TRIALS, [3, 2, 4, 1, 5]), (Ties.JUDGES, [1, 3, 2, 4, 5])],
)
def test_who_stands_level_is_ordered_by_the_rule(ties, order):
    assert in_order(PEOPLE, ties, 7) == order
    assert in_order(reversed(PEOPLE), ties, 7) == order


def test_a_lot_is_the_same_whenever_it_is_drawn():
    drawn = in_order(PEOPLE, Ties.LOT, 7)
    assert drawn == in_order(reversed(PEOPLE), Ties.LOT, 7)
    assert drawn[:4] == sorted([1, 2, 3, 4], key=lambda n: lot(7, n))
    assert drawn[-1] == 5
    orders = {tuple(in_order(PEOPLE, Ties.LOT, round_)) for round_ in range(9)}
    assert len(orders) > 1


def ranked(key: int, away: float, direction: int = 1) -> Ranked:
    return Ranked(key, direction, 1, key, 0.3, away, trials=3)


def proposed(is_last: bool, slots: int = 0, **quotas) -> list[tuple[str, int]]:
    terms = Terms(1, is_last, 2, slots, 1.5, Ties.TRIALS, quotas.get("quotas", {}))
    people = [ranked(1, 2.0), ranked(2, 0.1), ranked(3, -0.1), ranked(4, -3.0)]
    return [(str(row.outcome), row.slots) for row in propose(people, terms).rows]


def test_without_slots_those_near_the_cut_are_parted_by_it():
    assert proposed(False) == [("through", 0), ("through", 0), ("out", 0), ("out", 0)]


def test_after_the_last_round_those_near_wait_on_the_reserve():
    assert [one for one, _ in proposed(True)] == [
        "qualified",
        "qualified",
        "reserve",
        "out",
    ]


def test_extra_slots_settle_those_near_the_cut():
    assert proposed(True, slots=2) == [
        ("qualified", 0),
        ("extra", 1),
        ("extra", 1),
        ("out", 0),
    ]


def test_places_run_out_in_order():
    found = proposed(True, quotas={(1, None): 1})
    assert [one for one, _ in found] == ["qualified", "reserve", "reserve", "out"]
