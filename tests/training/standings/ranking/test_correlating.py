"""Correlations, their intervals, and what selection hides of them."""

import pytest

from training.standings.ranking.correlating import FEW, interval, unrestricted, went

# Zar, "Biostatistical Analysis", example 19.1: wings and tails of twelve birds, in cm.
WINGS = (10.4, 10.8, 11.1, 10.2, 10.3, 10.2, 10.7, 10.5, 10.8, 11.2, 10.6, 11.4)
TAILS = (7.4, 7.6, 7.9, 7.2, 7.4, 7.1, 7.4, 7.2, 7.8, 7.7, 7.8, 8.3)


def test_it_is_zars_worked_example():
    found = went(list(zip(WINGS, TAILS, strict=True)), WINGS)
    assert found.n == 12
    assert found.r == pytest.approx(0.870, abs=0.0005)
    assert (found.low, found.high) == pytest.approx((0.592, 0.963), abs=0.0015)
    assert found.corrected == pytest.approx(found.r)


def test_restriction_is_corrected_as_cohen_and_others_do():
    """Section 2.10.3: r = .25 where the standard deviation is 5 and was 12."""
    assert unrestricted(0.25, 12 / 5) == pytest.approx(0.53, abs=0.005)


def test_no_selection_changes_nothing_and_the_sign_stays():
    assert unrestricted(0.4, 1) == pytest.approx(0.4)
    assert unrestricted(-0.4, 2) == pytest.approx(-unrestricted(0.4, 2))


def test_of_few_nothing_is_told():
    pairs = [(n, n % 3) for n in range(FEW - 1)]
    assert went(pairs, [1, 2]) is None
    assert interval(0.5, 3) == (-1, 1)


def test_where_nothing_differs_nothing_is_told():
    assert went([(3, n) for n in range(FEW)], [3, 3]) is None


def test_who_was_chosen_differing_more_than_all_isnt_corrected_down():
    pairs = [(n, n + (n % 3)) for n in range(FEW)]
    assert went(pairs, [4, 5]).corrected == pytest.approx(went(pairs, [4, 5]).r)
