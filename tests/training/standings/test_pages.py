"""Pages of a round's standings: the office's, one place explained, and as a sheet."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from spark import clock
from tests.candidates.screening.test_fairness import cells
from tests.training.standings.season import HOURS, Season
from training.standings.models import Place, Standing
from training.standings.views.lines import chance


@pytest.fixture
def season(world) -> Season:
    return Season(world)


@pytest.fixture
def office(client: Client, world) -> Client:
    client.force_login(world.office)
    return client


def address(season: Season) -> str:
    return reverse("round-standings", args=[season.round.pk])


def names(page) -> list[str]:
    return [line.place.candidate.person.name for line in page.context["lines"]]


def test_before_any_are_made_the_page_says_so(office, season):
    page = office.get(address(season))
    assert page.status_code == 200 and page.context["standing"] is None


def test_the_office_has_them_made(office, season):
    assert office.post(address(season)).status_code == 302
    page = office.get(address(season))
    assert [line.place.rank for line in page.context["lines"]] == [1, 2, 3, 4, 5, 6]
    assert page.context["standing"].number == 1
    assert {row.name for row in page.context["rooms"]} == set(season.rooms)
    by_room, by_hour = page.context["pictures"]
    assert (by_room.groups, by_hour.groups) == (1, 1)
    assert [row.people for row in by_room.rows] == [6, 6, 6]


def test_it_says_how_many_results_changed_since_and_not_what_is_the_same(
    office, season
):
    def since() -> int:
        return office.get(address(season)).context["later"]

    season.compute(at=clock.now() - timedelta(hours=1))
    first, second = season.trials(season.people[0])[:2]
    assert since() == 0
    for trial in (first, second):  # entered again as they were
        season.enter(trial, trial.result.gmv_fen, trial.result.judges_score)
    season.enter(first, first.result.gmv_fen, first.result.judges_score, orders=3)
    assert since() == 0
    season.enter(first, 7_000_000)
    assert since() == 1
    season.enter(second, 8_000_000)
    assert since() == 2
    season.compute()
    assert since() == 0


def test_with_no_results_making_them_is_refused(office, world):
    season = Season(world, people=0)
    page = office.post(address(season))
    assert page.status_code == 409 and page.context["refusal"].code == "nothing-to-rank"


def test_they_are_narrowed_and_sorted(office, season):
    season.compute()
    page = office.get(address(season), {"campus": "ZJYY", "sort": "name"})
    assert len(names(page)) == 6
    by_gmv = office.get(address(season), {"sort": "gmv"}).context["lines"]
    sold = [line.place.gmv_fen for line in by_gmv]
    assert sold == sorted(sold, reverse=True)
    other = office.get(address(season), {"sort": "certain"}).context["lines"]
    away = [abs(line.place.from_cut) for line in other]
    assert away == sorted(away)
    wrong = office.get(address(season), {"campus": "nowhere"})
    assert wrong.status_code == 200 and names(wrong) == []


def test_a_correction_shows_what_changed_and_the_old_ones_stay(office, season):
    season.compute()
    last = season.people[-1]
    for trial in season.trials(last):
        season.enter(trial, 90_000_000)
    season.compute()
    page = office.get(address(season))
    first = page.context["lines"][0]
    assert (first.place.candidate, first.moved) == (last, 5)
    assert {one.now for one in page.context["changes"].results} == {900_000}
    old = office.get(address(season), {"of": "1"})
    assert old.context["lines"][-1].place.candidate == last
    assert old.context["changes"] is None


def test_groups_that_cannot_be_compared_are_named(office, world):
    season = Season(world, people=0)
    for number in range(4):
        candidate = world.candidate("competing")
        for turn in range(3):
            room = season.rooms[number % 2]
            trial = season.trial(candidate, room, turn, HOURS[turn], number)
            season.enter(trial, 1_000_000 + number)
    season.compute()
    page = office.get(address(season))
    groups = page.context["groups"]
    assert [places for _people, places in groups] == [[r] for r in season.rooms[:2]]
    assert [len(people) for people, _places in groups] == [2, 2]
    assert page.context["pictures"][0].groups == 2
    assert len(page.context["short"]) == 4


@pytest.mark.parametrize("people", [3, 6])
def test_it_takes_as_many_queries_for_many(
    office, world, people, django_assert_num_queries
):
    season = Season(world, people=people)
    season.compute()
    office.get(address(season))
    with django_assert_num_queries(13):
        office.get(address(season))


def test_the_sheet_has_what_the_page_shows(office, season):
    newcomer = season.world.candidate("competing")
    season.trial(newcomer, season.rooms[0], 4, HOURS[0])
    season.compute()
    url = reverse("round-standings-file", args=[season.round.pk])
    rows = cells(office.get(url).content)
    assert [row[0] for row in rows[2:8]] == [1, 2, 3, 4, 5, 6]
    assert office.get(url, {"campus": "nowhere"}).status_code == 422


def test_a_place_is_explained_by_its_trials(office, season):
    standing = season.compute()
    place = standing.places.get(rank=1)
    page = office.get(reverse("place-detail", args=[place.pk]))
    counted = page.context["counted"]
    assert len(counted) == 3 and len(page.context["sentences"]) == 2
    for one in counted:
        assert one.due > 0 and one.share == pytest.approx(100 * one.yuan / one.due)
    assert sum(one.yuan for one in counted) * 100 == place.gmv_fen


def test_who_isnt_ranked_is_told_what_is_missing(office, season):
    newcomer = season.world.candidate("competing")
    season.trial(newcomer, season.rooms[0], 4, HOURS[0])
    place = season.compute().places.get(candidate=newcomer)
    page = office.get(reverse("place-detail", args=[place.pk]))
    assert page.context["counted"] == [] and len(page.context["sentences"]) == 1


def test_nobody_else_sees_them(client, season):
    standing = season.compute()
    place = Place.objects.filter(standing=standing)[0]
    for name in ("lin", "mei", "mentor", "signing", "manager", "reviewer"):
        client.force_login(season.world.people[name])
        assert client.get(address(season)).status_code in {403, 404}
        assert client.post(address(season)).status_code in {403, 404}
        url = reverse("place-detail", args=[place.pk])
        assert client.get(url).status_code in {403, 404}
    assert Standing.objects.count() == 1


def test_a_chance_is_never_certain():
    assert [chance(p) for p in (0, 0.5, 1)] == ["<0.01", "0.50", ">0.99"]
