"""Each stage as a list by state and as a board."""

import pytest
from django.urls import reverse

from tests.spark.rest.system import System

STAGES = [
    ("screening", "waiting", "reviewer"),
    ("incubation", "paperwork", "lin"),
    ("training", "enrolled", "office"),
    ("signing", "draft", "signing"),
    ("management", "probation", "manager"),
]


@pytest.mark.parametrize(("room", "point", "who"), STAGES)
@pytest.mark.parametrize("rows", [1, 3])
def test_a_stages_list_costs_the_same_for_one_and_for_many(
    client, world, django_assert_num_queries, room, point, who, rows
):
    for _ in range(rows):
        world.candidate(point)
    client.force_login(world.people[who])
    contracts = room == "signing"  # what may be done to one, it says itself
    with django_assert_num_queries(8 + contracts):
        response = client.get(reverse(f"{room}-list"))
    assert len(response.context["page"].rows) == rows


@pytest.mark.parametrize(("room", "point", "who"), STAGES)
@pytest.mark.parametrize("rows", [1, 3])
def test_a_stages_board_costs_the_same_for_one_and_for_many(
    client, world, django_assert_num_queries, room, point, who, rows
):
    for _ in range(rows):
        world.candidate(point)
    client.force_login(world.people[who])
    with django_assert_num_queries(8):
        response = client.get(reverse(f"{room}-board"))
    counts = {column.state: column.count for column, _ in response.context["columns"]}
    assert {state: n for state, n in counts.items() if n} == {point: rows}


def tabs(client, stage: str, query: str = "") -> dict[str, str]:
    """State and number of a stage's tabs."""
    context = client.get(f"{reverse(f'{stage}-list')}{query}").context
    return {
        tab["url"].partition("state=")[2]: tab["count"]
        for tab in context["tabs"]
        if "count" in tab
    }


def test_a_stages_list_is_of_the_own_people_by_state(client, world):
    waiting, passed = world.candidate("waiting"), world.candidate("passed")
    world.candidate("waiting", campus=world.other)
    new = world.candidate()
    world.candidate("active")
    client.force_login(world.lin)
    assert tabs(client, "screening") == {"waiting": "1", "passed": "1", "entering": "1"}
    for query, found in (
        ("", {waiting, passed}),
        ("?state=waiting", {waiting}),
        ("?state=entering", {new}),
        ("?state=nonsense", set()),
    ):
        rows = client.get(reverse("screening-list") + query).context["page"].rows
        assert set(rows) == found


def test_who_waits_to_enter_is_a_queue_with_the_verb_that_takes_them_in(client, world):
    passed = world.candidate("passed")
    client.force_login(world.office)
    context = client.get(reverse("incubation-list") + "?state=entering").context
    assert context["page"].rows == [passed]
    assert "incubation-enter" in {deed.name for deed in context["verbs"]}


def test_each_state_offers_its_own_verbs_to_who_may(client, world):
    def offered(who: str, query: str) -> set[str]:
        client.force_login(world.people[who])
        verbs = client.get(reverse("screening-list") + query).context["verbs"]
        return {deed.name.removeprefix("screening-") for deed in verbs}

    assert offered("reviewer", "") == {"open-review", "ask-more"}
    assert offered("office", "?state=in_review") >= {"decide", "release", "ask-more"}
    assert "open-review" not in offered("office", "?state=in_review")
    assert "decide" not in offered("lin", "")


def test_a_board_shows_who_has_waited_longest_first_and_no_more_than_twenty(
    client, world
):
    some = [world.candidate("waiting") for _ in range(22)]
    client.force_login(world.office)
    columns = {
        column.state: column
        for column, _ in client.get(reverse("screening-board")).context["columns"]
    }
    assert list(columns["waiting"].candidates) == some[:20]
    assert columns["waiting"].count == 22
    text = client.get(reverse("screening-board") + "?q=nobody").text
    assert some[0].person.name not in text


def test_a_board_is_of_the_own_people(client, world):
    own = world.candidate("waiting")
    other = world.candidate("waiting", campus=world.other)
    client.force_login(world.lin)
    text = client.get(reverse("screening-board")).text
    assert (own.person.name in text, other.person.name in text) == (True, False)
    client.force_login(world.nobody)
    assert client.get(reverse("screening-board")).status_code == 200


def test_whom_somebody_waits_for_is_in_the_list(client, world):
    world.candidate("waiting")
    client.force_login(world.office)
    row = client.get(reverse("screening-list")).context["page"].rows[0]
    cells = {column.name: str(value) for column, value in row.cells}
    assert cells["waits"] == "评审"


def test_systems_find_and_sort_records_as_people_do_candidates(world):
    system = System(world)
    people = [world.candidate("probation", name=name) for name in ("周末", "安平")]
    late, early = [one.pk for one in people]
    number = people[0].student_number
    for name in ("screenings", "incubations", "enrolments", "contracts", "memberships"):
        for query, found in {
            "sort=name": [early, late],
            "sort=-name": [late, early],
            "sort=number": [late, early],
            "sort=-number": [early, late],
            "sort=since": [early, late],
            "sort=updated": [early, late],
            "sort=-updated": [late, early],
            "q=anping": [early],
            f"q={number}": [late],
            "q=周&sort=name": [late],
            "q=nobody": [],
            f"q=安平&candidate={late}": [],
        }.items():
            rows = system.get(f"{name}?{query}").json()["results"]
            assert [row["candidate"] for row in rows] == found, (name, query)
        following = system.get(f"{name}?sort=name&page_size=1").json()["next"]
        (row,) = system.get(following).json()["results"]
        assert row["candidate"] == late
        assert system.get(f"{name}?sort=age").status_code == 400
