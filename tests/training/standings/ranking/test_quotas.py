"""Places of groups within all there are: who is in, in each draw, and how surely."""

import numpy as np
import pytest

from bench.standings.invent import World, invented
from training.standings.ranking.quotas import SHUT, Limit, Quota, cut, limits_of
from training.standings.ranking.standing import standings

NAMES = [f"{n:02}" for n in range(12)]
FIRST, SECOND = frozenset(NAMES[:8]), frozenset(NAMES[8:])
COLLEGE = frozenset(NAMES[:3])
QUOTAS = [Quota(4, FIRST), Quota(1, SECOND), Quota(2, COLLEGE)]


def drawn(people: int = 12, draws: int = 200) -> np.ndarray:
    return np.random.default_rng(7).normal(size=(people, draws))


def walked(scores: np.ndarray, limits: list[Limit]) -> set[int]:
    """One draw, person by person."""
    used, inside = [0] * len(limits), set()
    for who in np.argsort(-scores).tolist():
        own = [n for n, limit in enumerate(limits) if who in limit.people]
        if all(used[n] < limits[n].places for n in own):
            inside.add(who)
            for n in own:
                used[n] += 1
    return inside


@pytest.mark.parametrize("take", [None, 3, 5, 12])
def test_in_every_draw_the_best_are_taken_while_there_is_a_place(take):
    scores = drawn()
    wanted, limits = limits_of(QUOTAS, NAMES, take, 0.2)
    found = cut(scores, limits)
    assert wanted == min(take or 5, 5)
    assert set(found.inside.sum(axis=0)) == {wanted}
    for n in range(scores.shape[1]):
        assert set(np.flatnonzero(found.inside[:, n])) == walked(scores[:, n], limits)


def test_who_is_above_the_bar_is_in():
    scores = drawn()
    found = cut(scores, limits_of(QUOTAS, NAMES, 4, 0.2)[1])
    assert ((scores > found.bars) == found.inside).all()


def test_limits_that_never_bind_are_none():
    roomy = [Quota(8, FIRST), Quota(4, SECOND)]
    assert limits_of(roomy, NAMES, 12, 0.2) == (12, [])
    taken, (only,) = limits_of([Quota(2, SECOND)], NAMES, 12, 0.2)
    assert (taken, only.places, only.people.tolist()) == (10, 2, [8, 9, 10, 11])


def test_without_a_number_the_others_are_taken_by_their_share():
    taken, limits = limits_of([Quota(1, SECOND)], NAMES, None, 0.25)
    assert (taken, [limit.places for limit in limits]) == (3, [1, 3])


@pytest.fixture(scope="module")
def season():
    return invented(3, World(people=40)).results


def groups(results) -> tuple[frozenset[str], frozenset[str]]:
    names = sorted({result.candidate for result in results})
    return frozenset(names[:20]), frozenset(names[20:])


def test_the_chance_is_that_of_a_place_in_the_own_group(season):
    first, second = groups(season)
    within = [Quota(8, first), Quota(2, second)]
    found = standings(season, within=within)
    assert found.take == 10
    of = {
        group: sum(row.p_in for row in found.rows if row.candidate in group)
        for group in (first, second)
    }
    assert of == {first: pytest.approx(8), second: pytest.approx(2)}
    best = {group: next(r for r in found.rows if r.candidate in group) for group in of}
    assert all(row.p_in > 0.5 and row.from_cut > 0 for row in best.values())
    plain = {row.candidate: row for row in standings(season, take=10).rows}
    assert any(abs(plain[row.candidate].p_in - row.p_in) > 0.1 for row in found.rows)
    for row in found.rows:
        was = plain[row.candidate]
        assert (was.rank, was.rank_low) == (row.rank, row.rank_low)
        assert (was.score, was.rank_high) == (row.score, row.rank_high)


def test_a_quota_of_all_is_the_cut(season):
    everybody = frozenset(result.candidate for result in season)
    plain = standings(season, take=7).rows
    for take, places in ((None, 7), (7, 40), (9, 7)):
        found = standings(season, take=take, within=[Quota(places, everybody)]).rows
        for one, other in zip(found, plain, strict=True):
            assert one.p_in == pytest.approx(other.p_in)
            assert one.from_cut == pytest.approx(other.from_cut)


def test_who_has_no_place_to_get_is_out_and_who_needs_none_is_in(season):
    first, second = groups(season)
    found = standings(season, within=[Quota(0, first), Quota(20, second)])
    for row in found.rows:
        out = row.candidate in first
        assert row.p_in == (0 if out else 1)
        assert row.from_cut == (SHUT if out else np.inf)
