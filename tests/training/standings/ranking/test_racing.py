"""A round's proposal."""

import pytest

from bench.standings.invent import World, invented
from training.standings.ranking.racing import Zone, race
from training.standings.ranking.standing import standings


@pytest.fixture(scope="module")
def found():
    return standings(invented(21, World(people=80)).results)


def test_nobody_near_the_cut_is_dropped_or_let_through(found):
    proposed = race(found, slots=10)
    zones = {one.standing.candidate: one.zone for one in proposed.proposals}
    assert set(zones.values()) == set(Zone)
    for one in proposed.proposals:
        away = one.standing.from_cut
        grey, through = abs(away) <= 1, away > 0
        wanted = Zone.GREY if grey else Zone.THROUGH if through else Zone.OUT
        assert one.zone == wanted
    assert min(row.p_in for row in proposed.of(Zone.THROUGH)) > 0.7
    assert max(row.p_in for row in proposed.of(Zone.OUT)) < 0.3


def test_extra_slots_go_to_the_nearest_first(found):
    grey = race(found, slots=0).of(Zone.GREY)
    proposed = race(found, slots=len(grey) + 2)
    given = {one.standing.candidate: one.slots for one in proposed.proposals}
    nearest = sorted(grey, key=lambda row: abs(row.from_cut))
    assert [given[row.candidate] for row in nearest] == [2, 2] + [1] * (len(grey) - 2)
    assert proposed.slots == len(grey) + 2
    assert race(found, slots=1_000).slots == 2 * len(grey)


def test_it_says_what_they_buy(found):
    few, many = race(found, slots=5), race(found, slots=500)
    assert few.wrong == many.wrong
    assert many.then < few.then < few.wrong
    for one in many.proposals:
        assert (one.then < one.wrong) is (one.slots > 0)
        right = max(one.standing.p_in, 1 - one.standing.p_in)
        assert one.wrong == pytest.approx(1 - right, abs=0.06)


def test_it_buys_what_it_said():
    """After one more trial of all near, about as many are misplaced as promised."""
    before = after = said = 0.0
    for seed in (31, 32, 33):
        campaign = invented(seed, World(people=80, sessions=4))
        first = standings([r for r in campaign.results if not r.trial.endswith("-3")])
        proposed = race(first, slots=500, most=1)
        near = {one.standing.candidate for one in proposed.proposals if one.slots}
        then = standings(
            [
                r
                for r in campaign.results
                if r.candidate in near or not r.trial.endswith("-3")
            ]
        )
        before, said = before + proposed.wrong, said + proposed.then
        after += race(then, slots=0).wrong
    assert after < before
    assert after == pytest.approx(said, rel=0.15)


def test_when_all_are_taken_nobody_is_near():
    found = standings(invented(21, World(people=20)).results, take=20)
    proposed = race(found, slots=5)
    assert (proposed.slots, proposed.wrong) == (0, 0)
    assert len(proposed.of(Zone.THROUGH)) == 20
