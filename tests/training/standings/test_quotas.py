"""Standings of a round with places by direction: who is in is said by these."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from candidates.register.models import Candidate, Direction, LeaveReason
from spark import clock
from spark.errors import Refused
from tests.story import record_of
from tests.training.racing.raced import WHY
from tests.training.standings.season import Season
from training.course.actions import leave
from training.course.models import Enrolment
from training.racing.actions import decide, set_places
from training.racing.rules.board import Board
from training.standings.actions import keep_up
from training.standings.load import inputs_of, is_stale, kept_inputs
from training.standings.models import Place, Standing
from training.standings.ranking.racing import NEAR
from training.trials.models import Round


@pytest.fixture
def season(world) -> Season:
    """Four of one direction, who sell more, and four of another."""
    season = Season(world, people=8)
    for one in season.people[4:]:
        Candidate.objects.filter(pk=one.pk).update(direction=other_direction(season))
    return season


def other_direction(season: Season) -> Direction:
    names = {"name_zh": "带货主播", "name_en": "Live seller"}
    return Direction.objects.get_or_create(slug="live-selling", defaults=names)[0]


def give(season: Season, direction: Direction, places: int | None, campus=None) -> None:
    given = {"direction": direction, "campus": campus, "places": places}
    set_places(actor=season.world.office, pk=season.round.pk, **given)


@pytest.fixture
def quotas(season) -> None:
    """Three places of the one, one of the other."""
    give(season, season.people[0].direction, 3)
    give(season, other_direction(season), 1)


def chances(standing: Standing) -> list[float]:
    """In the order of what people sell; here nobody is short."""
    rows = Place.objects.filter(standing=standing).order_by("candidate")
    return [place.p_in or 0 for place in rows]


def test_each_directions_own_places_say_who_is_in(season, quotas):
    standing = season.compute()
    found = chances(standing)
    assert standing.take == 4
    assert sum(found[:4]) == pytest.approx(3) and sum(found[4:]) == pytest.approx(1)
    assert min(found[0], found[4]) > 0.5 > max(found[3], found[7])
    assert standing.details["quotas"] == [
        [season.people[0].direction_id, None, 3],
        [other_direction(season).pk, None, 1],
    ]


def test_a_round_with_a_cut_takes_no_more_than_that(season, quotas):
    Round.objects.filter(pk=season.round.pk).update(cut=2)
    standing = season.compute()
    assert standing.take == 2 and sum(chances(standing)) == pytest.approx(2)
    assert chances(standing)[4] < 0.2


def test_a_colleges_places_bind_within_its_direction(season, quotas):
    give(season, season.people[0].direction, 0, season.world.campus)
    found = season.compute()
    assert found.take == 1 and chances(found)[:4] == [0] * 4


def test_places_are_part_of_what_was_hashed_and_it_is_made_again_alike(season):
    before = season.compute()
    direction = season.people[0].direction
    give(season, direction, 3)
    after = season.compute()
    assert before.inputs_hash != after.inputs_hash and after.number == 2
    give(season, direction, None)
    again = season.compute()
    assert again.inputs_hash == before.inputs_hash
    for made in (before, after, again):
        kept = kept_inputs(Standing.objects.get(pk=made.pk)).ranked()
        rows = sorted(kept.rows, key=lambda row: int(row.candidate))
        assert [row.p_in for row in rows] == chances(made)


def test_without_places_it_is_made_of_what_it_always_was(season):
    """So standings kept from before are in force still, and read as ever."""
    kept = json.loads(inputs_of(season.round).canonical())
    assert set(kept) == {
        *("method", "take", "sessions", "among", "rows", "unmeasured"),
    }
    assert not is_stale(season.compute(), inputs_of(season.round))


def test_other_places_and_directions_are_something_else(season, quotas):
    standing = season.compute()
    assert not is_stale(standing, inputs_of(season.round))
    give(season, other_direction(season), 2)
    assert is_stale(standing, inputs_of(season.round))
    give(season, other_direction(season), 1)
    one = Candidate.objects.filter(pk=season.people[0].pk)
    one.update(direction=other_direction(season))
    assert is_stale(standing, inputs_of(season.round))
    one.update(direction=season.people[1].direction)
    enrolment = record_of(Enrolment, season.people[0])
    why = LeaveReason.objects.get(slug="further_study")
    given = {"left_reason": why, "reason": "考上了本科"}
    leave(actor=season.world.office, ids=[enrolment.pk], **given)
    assert season.people[0].pk not in inputs_of(season.round).among
    assert not is_stale(standing, inputs_of(season.round))


def test_the_proposal_is_by_the_same_places(season, quotas):
    Round.objects.filter(pk=season.round.pk).update(cut=4)
    season.compute()
    board = Board(Round.objects.get(pk=season.round.pk))
    found = [board.outcome_of(one.pk) for one in season.people]
    assert found == ["through"] * 3 + ["out"] + ["through"] + ["out"] * 3
    for one in season.people:
        place, proposed = board.places[one.pk], board.proposed[one.pk]
        assert (proposed.zone == "grey") == (abs(place.from_cut or 99) <= NEAR)


def test_nobody_is_decided_on_by_other_places_than_there_are(season, quotas):
    season.compute()
    give(season, other_direction(season), 2)
    given = {"ground": "standing", "reason": WHY, "round_": season.round}
    ids = [Enrolment.objects.get(candidate=season.people[0]).pk]
    with pytest.raises(Refused, match="race-outdated"):
        decide(actor=season.world.office, ids=ids, **given)
    season.compute()
    decide(actor=season.world.office, ids=ids, **given)


def test_the_page_and_the_explanation_say_by_which_places(client, season, quotas):
    standing = season.compute()
    client.force_login(season.world.office)
    page = client.get(reverse("round-standings", args=[season.round.pk])).text
    own, other = season.people[0].direction, other_direction(season)
    for direction, places in ((own, 3), (other, 1)):
        assert f"{direction}：{places} 个名额" in page
    place = standing.places.get(candidate=season.people[4])
    why = client.get(reverse("place-detail", args=[place.pk])).text
    assert f"{other}：1 个名额" in why and f"{own}：3" not in why
    give(season, other, 2)
    page = client.get(reverse("round-standings", args=[season.round.pk])).text
    assert "名额后来有变" in page


def test_the_job_makes_them_anew_once_places_were_set(season, quotas):
    season.compute(at=clock.now() - timedelta(minutes=6))
    keep_up(season.round.pk)
    assert Standing.objects.count() == 1
    give(season, other_direction(season), 2)
    keep_up(season.round.pk)
    assert Standing.objects.latest("number").take == 5
