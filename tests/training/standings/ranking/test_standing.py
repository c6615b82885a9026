"""Standings: right about the truth, and about how sure they are."""

from dataclasses import replace
from random import Random
from statistics import mean

import pytest

from bench.standings.compare import held, precision, promised, taken
from bench.standings.invent import World, invented
from training.standings.ranking.connection import Apart, by_rooms
from training.standings.ranking.results import CannotRank, Minimum, Result
from training.standings.ranking.standing import standings


def results(*rows, **same) -> list[Result]:
    """Of (candidate, room, hour, GMV in yuan) each."""
    return [
        replace(
            Result(f"t{n:03}", who, room, hour, 1000, 100 * yuan),
            **{name: values[n % len(values)] for name, values in same.items()},
        )
        for n, (who, room, hour, yuan) in enumerate(rows)
    ]


def some(people=6, sessions=4, rooms=2, yuan=500) -> list[Result]:
    return results(
        *(
            (f"c{who}", f"r{(who + n) % rooms}", 8 + 2 * (n % 2), yuan)
            for who in range(people)
            for n in range(sessions)
        )
    )


def test_it_is_calibrated_and_better_than_sales():
    campaigns = [invented(seed, World(people=150)) for seed in range(60, 66)]
    found = [standings(one.results) for one in campaigns]
    both = list(zip(campaigns, found, strict=True))
    hits = mean(precision(one, taken(ours)) for one, ours in both)
    assert hits > 0.55
    assert mean(map(promised, found)) == pytest.approx(hits, abs=0.05)
    assert 0.76 < mean(held(one, ours) for one, ours in both) < 0.88


def test_few_people_are_not_promised_too_much():
    """What twenty people can't tell of how much people differ widens the intervals."""
    campaigns = [invented(seed, World(people=20, rooms=4)) for seed in range(12)]
    both = [(one, standings(one.results)) for one in campaigns]
    hits = mean(precision(one, taken(ours)) for one, ours in both)
    assert mean(promised(ours) for _, ours in both) == pytest.approx(hits, abs=0.1)
    assert mean(held(one, ours) for one, ours in both) > 0.76


def test_judges_who_see_nothing_count_for_little():
    campaigns = [
        invented(seed, World(people=150, seen=0, same_day=0)) for seed in (1, 2, 3)
    ]
    bare = [
        standings([replace(r, scores=()) for r in one.results]) for one in campaigns
    ]
    with_judges = [standings(one.results) for one in campaigns]
    lost = mean(
        precision(one, taken(without)) - precision(one, taken(ours))
        for one, without, ours in zip(campaigns, bare, with_judges, strict=True)
    )
    assert lost < 0.05


def test_the_same_results_in_any_order_give_the_same_standings():
    given = list(invented(9, World(people=30)).results)
    first = standings(given)
    Random(1).shuffle(given)
    assert standings(given).rows == first.rows


def test_the_one_with_the_better_slots_is_not_the_better_one():
    """r0 sells twice as much as r1 whoever is there; c0 had it more often."""
    yuan = {"r0": 1000, "r1": 500}
    plan = ["r0 r0 r0 r1", *["r0 r1 r1 r1"] * 3, *["r0 r0 r1 r1"] * 8]
    rows = [
        (f"c{who:02}", room, 8 + 2 * (n % 2), yuan[room] * (1.3 if who == 1 else 1))
        for who, rooms in enumerate(plan)
        for n, room in enumerate(rooms.split())
    ]
    found = standings(results(*rows), take=1)
    assert found.rows[0].candidate == "c01"
    scores = {row.candidate: row.score for row in found.rows}
    assert abs(scores["c00"] - scores["c11"]) < 0.1 * scores["c01"]


def test_all_equal_share_the_first_rank():
    found = standings(some())
    assert {(row.rank, row.score) for row in found.rows} == {(1, 0)}
    assert mean(row.p_in for row in found.rows) == pytest.approx(found.take / 6)


@pytest.mark.parametrize(
    "given",
    [
        some(people=1),
        some(people=1, sessions=1),
        some(people=2, sessions=1, rooms=1),
        some(rooms=1),
        some(yuan=0),
        [replace(one, viewers=0) for one in some()],
        [replace(one, scores=(("only", 3 + n % 2),)) for n, one in enumerate(some())],
        [replace(one, scores=(("a", 5), ("b", 5))) for one in some()],
        [*some()[:-1], replace(some()[-1], scores=(("a", 4.0),))],
        [replace(one, scores=(("a", 4), ("a", 2))) for one in some()],
    ],
    ids=[
        *("one person", "one result", "two results", "one room", "nothing sold"),
        *(
            "no viewers",
            "one judge",
            "judges all agree",
            "one score",
            "one judge twice",
        ),
    ],
)
def test_there_is_a_ranking_of_little(given):
    found = standings(given)
    people = {result.candidate for result in given}
    assert {row.candidate for row in found.rows} == people
    for row in found.rows:
        assert 1 <= row.rank_low <= row.rank_high <= len(people)
        assert 0 <= row.p_in <= 1 and abs(row.score) < 10
    assert mean(row.p_in for row in found.rows) == pytest.approx(
        found.take / len(people)
    )


def test_a_wild_result_is_pulled_in_and_named():
    given = list(invented(11, World(people=40)).results)
    wild = replace(given[7], gmv_fen=given[7].gmv_fen * 10_000)
    plain = standings(given)
    found = standings([*given[:7], wild, *given[8:]])
    assert found.fitted.pulled == (wild.trial,)
    assert found.fitted.best.spread.day < 1.3 * plain.fitted.best.spread.day
    assert standings([replace(r, scores=()) for r in given]).fitted.pulled == ()


def test_who_has_not_enough_is_not_ranked_but_tells_of_the_rooms():
    given = some()
    short = [replace(one, candidate="new", trial=f"new{n}") for n, one in
             enumerate(given[:2])]  # fmt: skip
    one_band = [replace(one, candidate="late", trial=f"late{n}", band=8) for n, one in
                enumerate(given[:3])]  # fmt: skip
    found = standings([*given, *short, *one_band], minimum=Minimum())
    assert found.short == ("late", "new")
    assert len(found.rows) == 6
    assert len(found.fitted.measured.results) == len(given) + 5
    assert max(row.rank_high for row in found.rows) <= 6


def test_a_newcomer_in_a_room_of_their_own_keeps_nobody_from_being_ranked():
    new = replace(some()[0], trial="new", candidate="new", room="far", band=22)
    assert len(standings([*some(), new], minimum=Minimum()).rows) == 6
    with pytest.raises(Apart):
        standings([*some(), new])


def test_nobody_with_enough_is_no_ranking():
    with pytest.raises(CannotRank, match="enough"):
        standings(some(sessions=2), minimum=Minimum())
    with pytest.raises(CannotRank, match="enough"):
        standings([])


def test_rooms_that_share_nobody_are_refused_with_the_groups():
    other = [
        replace(one, trial=f"x{one.trial}", candidate=f"x{one.candidate}", room="far")
        for one in some(people=2)
    ]
    with pytest.raises(Apart, match="c0, c1, c2 and 3 more in r0, r1; xc0") as refused:
        standings([*some(), *other])
    assert refused.value.by == "rooms"
    assert [part.places for part in refused.value.components] == [
        ("r0", "r1"),
        ("far",),
    ]
    bridge = replace(other[0], candidate="c0", trial="bridge")
    assert len(by_rooms([*some(), *other, bridge])) == 1


def _side(result: Result, bridges: set[str]) -> bool:
    if result.candidate in bridges:
        return result.trial.endswith("-0")
    return result.candidate < "candidate-0030"


def test_it_says_how_well_the_plan_tells_people_from_rooms():
    """Half of the people in some rooms, half in others, but for two people."""
    campaign = invented(13, World(people=60, rooms=8, room=0.5))
    bridges = {"candidate-0000", "candidate-0030"}
    split = [
        replace(one, room=f"{one.room}-{_side(one, bridges)}")
        for one in campaign.results
    ]
    found = standings(split)
    assert found.told_apart < standings(campaign.results).told_apart


def test_hours_that_share_nobody_are_refused():
    late = [
        replace(one, trial=f"x{one.trial}", candidate=f"x{one.candidate}", band=20)
        for one in some(people=2)
    ]
    with pytest.raises(Apart) as refused:
        standings([*some(), *late])
    assert refused.value.by == "hours"


def test_what_else_sales_hang_on_is_allowed_for():
    """Who was on air on the promotion day sold twice as much, and is no better."""
    given = list(invented(12, World(people=60)).results)
    promoted = [
        replace(one, gmv_fen=2 * one.gmv_fen, also={"promotion": 1.0})
        if one.candidate < "candidate-0030" and one.trial.endswith("-0")
        else one
        for one in given
    ]
    plain, found = (
        {row.candidate: row.score for row in standings(rows).rows}
        for rows in (given, promoted)
    )
    assert mean(abs(plain[who] - found[who]) for who in plain) < 0.05


def test_sales_with_next_to_no_luck_in_them_are_ranked_all_the_same():
    """Where variances are next to nothing, rounding must not decide."""
    own = results(
        *(
            (f"c{who}", f"r{(who + turn) % 3}", 8 + 2 * turn, round(10_000 / (who + 1)))
            for who in range(3)
            for turn in range(3)
        ),
        scores=[(("panel", 4.0),), (("panel", 3.0),), (("panel", 2.0),)],
    )
    found = standings(own)
    assert [row.candidate for row in found.rows] == ["c0", "c1", "c2"]
    assert all(row.low <= row.score <= row.high for row in found.rows)


def test_only_those_meant_are_ranked_and_who_of_them_has_nothing_is_short():
    found = standings(some(), among=["c1", "c2", "nobody"])
    assert {row.candidate for row in found.rows} == {"c1", "c2"}
    assert found.short == ("nobody",)
