"""What candidates, colleges and their systems are told of where somebody stands."""

import pytest
from django.test import Client
from django.urls import reverse

from spark.accounts.models import Role
from tests.cards import let_in
from tests.training.standings.season import Season
from tests.training.systems import System, system
from training.standings.rules import Band, Third, band
from training.trials.actions import close_round

__all__ = ["system"]
WHOLE = ("rank", "rank_low", "rank_high", "score", "low", "high", "p_in")


@pytest.fixture
def season(world) -> Season:
    season = Season(world)
    season.compute()
    return season


def release(season: Season) -> None:
    close_round(actor=season.world.office, pk=season.round.pk)


def told(client: Client, candidate) -> list:
    url = reverse("trials-of", args=[candidate.pk])
    return client.get(url).context["told"]


@pytest.mark.parametrize(
    ("rank", "low", "high", "of", "found"),
    [
        (1, 1, 3, 9, ("upper", "upper", "upper")),
        (4, 3, 7, 9, ("middle", "upper", "lower")),
        (9, 7, 9, 9, ("lower", "lower", "lower")),
        (1, 1, 1, 1, ("upper", "upper", "upper")),
        (2, 1, 2, 2, ("middle", "upper", "middle")),
    ],
)
def test_a_band_is_a_third_with_the_thirds_it_may_be(rank, low, high, of, found):
    assert band(rank, low, high, of) == Band(*map(Third, found))


def test_candidates_see_their_own_band_once_the_round_is_released(client, season):
    candidate = season.people[0]
    let_in(client, candidate.pk)
    home = reverse("portal-home")
    assert 'id="standings"' not in client.get(home).text
    release(season)
    page = client.get(home).text
    assert 'id="standings"' in page
    assert not {one.person.name for one in season.people[1:]} & set(page.split())
    for other in season.people[1:]:
        assert other.student_number not in page


def test_colleges_see_their_own_peoples_band_once_it_is_released(client, season):
    candidate = season.people[0]
    client.force_login(season.world.lin)
    assert told(client, candidate) == []
    release(season)
    (one,) = told(client, candidate)
    assert one.place.rank == 1
    client.force_login(season.world.mei)
    assert client.get(reverse("trials-of", args=[candidate.pk])).status_code == 404


def test_the_office_sees_it_at_once_and_who_runs_trials_never(client, season):
    client.force_login(season.world.office)
    assert len(told(client, season.people[0])) == 1
    client.force_login(season.world.mentor)
    release(season)
    assert told(client, season.people[0]) == []


def test_a_campus_system_reads_bands_of_its_own_people_after_release(season, system):
    assert system.found("standings") == []
    release(season)
    rows = system.found("standings")
    assert len(rows) == 6
    first = next(row for row in rows if row["candidate"] == season.people[0].pk)
    assert first["band"] == "upper" and first["trials"] == 3
    assert all(row[name] is None for row in rows for name in WHOLE)


def test_another_campus_reads_none(season, world):
    release(season)
    assert System(world, world.other).found("standings") == []


def test_the_programmes_own_system_reads_the_whole_at_once(season, world):
    programme = System(world, world.other)
    grants = programme.app.service_user.role_grants
    grants.update(role=Role.OFFICE_CLIENT, campus=None)
    rows = programme.found("standings")
    assert sorted(row["rank"] for row in rows) == [1, 2, 3, 4, 5, 6]


def test_only_those_in_force_are_told(season, system):
    season.enter(season.trials(season.people[-1])[0], 90_000_000)
    season.compute()
    release(season)
    rows = system.found("standings")
    assert len(rows) == 6 and {row["number"] for row in rows} == {2}
