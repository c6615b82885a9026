"""A round's pages: what is shown, narrowed, decided on many; and no leak before."""

import pytest
from django.test import Client

from candidates.portal.access import guest_of
from candidates.rights.queries import all_kept
from spark.notifications.models import GuestMessage
from tests.training.racing.raced import ABOVE, BELOW, NEAR, WHY, Raced, client
from tests.training.standings.season import Season
from training.racing.access import DECISIONS, RACERS
from training.racing.portal import part
from training.racing.rules.board import Board
from training.standings.models import Standing


@pytest.fixture
def raced(world) -> Raced:
    return Raced(world, [ABOVE, NEAR, BELOW], extra_slots=1)


def names(page) -> list[int]:
    return [row.racer.candidate_id for row in page.context["page"].rows]


def test_the_page_shows_what_is_proposed_and_what_it_costs(raced):
    page = client(raced.world.office).get(raced.url)
    assert names(page) == [one.pk for one in raced.people]
    facts = page.context["facts"]
    assert (facts["through"], facts["near"], facts["out"]) == (1, 1, 1)
    assert (facts["slots"], facts["minutes"]) == (1, 60)
    race = Board(raced.round).proposals.race
    assert 0 < race.then < race.wrong
    (line,) = page.context["lines"]
    assert line[1].proposed == 1


def test_it_is_narrowed(raced):
    office = client(raced.world.office)
    for query, wanted in (
        ("zone=grey", [1]),
        ("proposed=out", [2]),
        ("decision=none", [0, 1, 2]),
        ("departs=1", []),
        (f"q={raced.people[0].person.name}", [0]),
        ("zone=nonsense", []),
    ):
        page = office.get(f"{raced.url}?{query}")
        assert names(page) == [raced.people[n].pk for n in wanted], query
        # Of all that match, not of this page alone, the bar says to whom it applies.
        fit = page.context["fit_all"]
        assert set(fit.values()) <= {len(wanted)} and bool(fit) == bool(wanted), query


def test_many_are_rehearsed_before_they_are_decided_on(raced):
    office = client(raced.world.office)
    url = f"{raced.url}many/through/"
    ids = [one.pk for one in raced.people]
    given = {"ids": ids, "given": "1", "many-reason": WHY, "many-ground": "standing"}
    page = office.post(url, given)
    assert [one.key for one in page.context["hit"]] == ids[:1]
    assert len(page.context["out"]) == 2
    assert not raced.people[0].decisions.exists()
    done = office.post(url, given | {"ids": ids[:1], "confirmed": "1"})
    assert done.status_code == 302
    assert raced.decision(0).outcome == "through"
    done = office.post(
        f"{raced.url}many/proposed/", given | {"everyone": "1", "confirmed": "1"}
    )
    assert done.status_code == 302
    assert [raced.decision(n).outcome for n in range(3)] == ["through", "extra", "out"]


def test_a_ground_that_bars_everybody_can_be_changed(raced):
    office = client(raced.world.office)
    url, one = f"{raced.url}many/out/", raced.people[0]
    given = {"ids": [one.pk], "given": "1", "many-reason": WHY}
    page = office.post(url, given | {"many-ground": "standing"})
    assert (page.context["hit"], len(page.context["out"])) == ([], 1)
    assert page.context["asked"] == [one.pk]
    assert f'name="ids" value="{one.pk}"' in page.text
    assert 'name="confirmed"' not in page.text
    page = office.post(url, given | {"many-ground": "promise"})
    assert [row.key for row in page.context["hit"]] == [one.pk]


def test_the_race_is_taken_as_a_sheet(raced):
    raced.everybody()
    answer = client(raced.world.office).post(f"{raced.url}sheet/", {"format": "csv"})
    lines = answer.content.decode().splitlines()
    assert len(lines) == 4 and raced.people[0].person.name in lines[1]


def test_places_are_set_on_the_page(raced):
    direction = raced.people[0].direction
    url = f"{raced.url}places/"
    office = client(raced.world.office)
    assert office.post(url, {"direction": direction.pk, "places": 1}).status_code == 302
    assert raced.round.quotas.get().places == 1
    assert office.post(url, {"places": 1}).status_code == 422
    office.post(url, {"direction": direction.pk, "places": ""})
    assert not raced.round.quotas.exists()


def test_standings_that_decisions_need_are_computed_on_the_page(world):
    season = Season(world)
    url = f"/racing/{season.round.pk}/"
    office = client(world.office)
    page = office.get(url)
    assert f"{url}compute/" in page.text
    assert page.context["refusal"].code == "race-unranked" and not page.context["verbs"]
    for person in (world.lin, world.mentor, world.manager, world.signing):
        assert client(person).post(f"{url}compute/").status_code in (403, 404)
    assert not Standing.objects.exists()
    assert office.post(f"{url}compute/").url == url
    page = office.get(url)
    assert page.context["standing"].number == 1 and page.context["verbs"]
    assert f"{url}compute/" not in page.text


def test_standings_that_are_outdated_are_computed_on_the_page(world):
    season = Season(world)
    season.compute()
    season.enter(season.trials(season.people[0])[0], 7_000_000)
    url = f"/racing/{season.round.pk}/"
    office = client(world.office)
    assert f"{url}compute/" in office.get(url).text
    assert office.post(f"{url}compute/").status_code == 302
    assert office.get(url).context["standing"].number == 2


def test_with_nothing_to_rank_the_page_says_so(world):
    season = Season(world, people=0)
    page = client(world.office).post(f"/racing/{season.round.pk}/compute/")
    assert page.status_code == 409 and page.context["refusal"].code == "nothing-to-rank"


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_costs_the_same_however_many_race(
    world, people, django_assert_max_num_queries
):
    raced = Raced(world, [ABOVE, NEAR, BELOW][:people])
    raced.everybody()
    office = client(world.office)
    office.get(raced.url)
    with django_assert_max_num_queries(40):
        office.get(raced.url)


def test_nobody_but_the_office_learns_of_a_decision_before_its_release(raced):
    before = GuestMessage.objects.count()
    raced.everybody()
    world, one = raced.world, raced.people[2]
    for person in (world.lin, world.mei, world.mentor, world.manager, world.signing):
        assert not DECISIONS.visible_to(person).exists()
        assert not RACERS.visible_to(person).exists()
        for path in ("", "release/", "reserve/"):
            assert client(person).get(raced.url + path).status_code in (403, 404)
    page = client(world.lin).get(f"/candidates/{one.pk}/").content.decode()
    assert WHY not in page and "淘汰" not in page
    assert not DECISIONS.visible_to(guest_of(one)).exists()
    assert part(one) is None
    assert "rounds" not in {kept.name for kept, _rows in all_kept(one)}
    assert GuestMessage.objects.count() == before


def test_after_the_release_people_and_their_college_read_their_own(raced):
    raced.decide(0)
    raced.decide(1, outcome="through", ground="promise", reason="进步很快")
    raced.decide(2)
    raced.release()
    world, first = raced.world, raced.people[0]
    assert WHY in client(world.lin).get(f"/candidates/{first.pk}/").content.decode()
    assert not DECISIONS.visible_to(world.mei).exists()
    own = part(first)
    assert own and [one.outcome for one in own.context["decisions"]] == ["through"]
    assert "rounds" in {kept.name for kept, _rows in all_kept(first)}


def test_without_a_log_in_there_is_nothing(raced):
    assert Client().get(raced.url).status_code in (302, 403)
