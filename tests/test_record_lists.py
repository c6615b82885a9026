"""The list of each stage's records."""

import pytest
from django.urls import reverse


@pytest.mark.parametrize(
    ("room", "point", "who"),
    [
        ("screening", "waiting", "reviewer"),
        ("incubation", "paperwork", "lin"),
        ("training", "enrolled", "office"),
        ("signing", "draft", "signing"),
        ("management", "probation", "manager"),
    ],
)
@pytest.mark.parametrize("rows", [1, 3])
def test_a_rooms_list_costs_the_same_for_one_and_for_many(
    client, world, django_assert_num_queries, room, point, who, rows
):
    for _ in range(rows):
        world.candidate(point)
    client.force_login(world.people[who])
    with django_assert_num_queries(6):
        response = client.get(reverse(f"{room}-list"))
    assert len(response.context["rows"]) == rows


def test_a_rooms_list_is_of_the_own_people_by_state(client, world):
    world.candidate("waiting")
    world.candidate("passed")
    world.candidate("waiting", campus=world.other)
    client.force_login(world.lin)
    url = reverse("screening-list")
    context = client.get(url).context
    counts = {state["value"]: state["count"] for state in context["states"]}
    assert (counts, context["total"]) == ({"waiting": 1, "passed": 1}, 2)
    for state, rows in (("waiting", 1), ("rejected", 2), ("nonsense", 2)):
        found = client.get(url, {"state": state}).context["rows"]
        assert len(found) == rows
