"""A campus's system reads what kinds of messages there are, and switches some off."""

import pytest

from candidates.register.actions import tell_campuses
from spark import clock
from spark.accounts.models import Role
from spark.notifications.models import CampusMessage, CampusPreference, Message
from tests.spark.rest.system import System, bearer_of
from tests.spark.rest.test_manners import problem
from tests.world import World

ENTERED = "training-entered"


@pytest.fixture
def system(world) -> System:
    return System(world)


def path(world: World) -> str:
    return f"preferences/{world.campus.code}"


def choose(system: System, path: str, *off: str, if_match: str = "*"):
    return system.send("PATCH", path, {"off": off}, if_match=if_match)


def told(world: World, kind: str) -> None:
    record = world.candidate("in_review").screening_set.get()
    tell_campuses(kind, [record], at=clock.now())


def test_a_campus_sees_each_kind_and_how_it_comes(world, system):
    (row,) = system.get("preferences", accept_language="en").json()["results"]
    assert (row["campus"], row["off"]) == (world.campus.code, [])
    kinds = {kind["kind"]: kind for kind in row["kinds"]}
    assert kinds["screening-released"] == {
        "kind": "screening-released",
        "label": "A screening decision on one of your students is released",
        "essential": True,
        "to_people": ["in_app", "email"],
        "to_groups": True,
    }
    assert not kinds[ENTERED]["essential"]


def test_what_is_switched_off_isnt_kept_for_systems_but_people_are_told(world, system):
    assert choose(system, path(world), ENTERED).json()["off"] == [ENTERED]
    told(world, ENTERED)
    told(world, "screening-released")
    assert CampusMessage.objects.get().kind == "screening-released"
    assert Message.objects.filter(kind=ENTERED, to=world.lin).exists()
    assert choose(system, path(world)).json()["off"] == []
    told(world, ENTERED)
    assert CampusMessage.objects.filter(kind=ENTERED).count() == 1


@pytest.mark.parametrize("kind", ["screening-released", "duties-due", "?"])
def test_neither_an_essential_nor_a_strange_kind_is_switched_off(world, system, kind):
    problem(choose(system, path(world), kind), 400)
    assert not CampusPreference.objects.exists()


def test_who_saw_an_older_version_changes_nothing(world, system):
    seen = system.get(path(world)).headers["ETag"]
    changed = choose(system, path(world), ENTERED, if_match=seen)
    assert changed.headers["ETag"] != seen
    problem(choose(system, path(world), if_match=seen), 412)
    assert CampusPreference.objects.count() == 1


def test_a_campus_chooses_for_itself_alone(world, system):
    other = f"preferences/{world.other.code}"
    problem(system.get(other), 404)
    problem(choose(system, other, ENTERED), 404)
    system.app.service_user.role_grants.update(role=Role.OFFICE_CLIENT, campus=None)
    assert choose(system, other, ENTERED).json()["off"] == [ENTERED]


@pytest.mark.parametrize("campuses", [1, 2])
def test_the_list_costs_the_same_for_one_and_for_many(
    client, world, system, django_assert_num_queries, campuses
):
    if campuses > 1:
        system.app.service_user.role_grants.update(role=Role.OFFICE_CLIENT, campus=None)
    CampusPreference.objects.create(campus=world.campus, kind=ENTERED)
    headers = {"Authorization": f"Bearer {bearer_of(system.app)}"}
    with django_assert_num_queries(3):
        answer = client.get("/api/v1/preferences", headers=headers)
    assert len(answer.json()["results"]) == campuses
