"""What systems are given to go by: colleges, bases, batches and their places."""

import pytest

from candidates.register.models import (
    Direction,
    DirectionCategory,
    Programme,
    Quota,
)
from spark.accounts.models import Role
from spark.campuses.models import Base
from tests.spark.rest.system import System
from tests.world import World

BATCH = "batches/hangzhou-2026-autumn"
SCOPE = "candidates:read"


@pytest.fixture
def system(world: World) -> System:
    return System(world, scopes=SCOPE)


@pytest.fixture
def direction(world: World) -> Direction:
    return world.batch.directions.get()


def listed(system: System, path: str) -> list[dict]:
    response = system.get(path)
    assert response.status_code == 200
    return response.json()["results"]


def test_a_college_is_told_of_itself_alone(world, system):
    assert [row["code"] for row in listed(system, "campuses")] == [world.campus.code]
    assert system.get(f"campuses/{world.other.code}").status_code == 404
    known = system.get(f"campuses/{world.campus.code}").json()
    assert known["credit_code"] == world.campus.credit_code
    assert known["region"] == "330100"


def test_bases_programmes_and_directions_are_the_same_for_all(world, system, direction):
    DirectionCategory.objects.create(
        direction=direction, slug="food", name_zh="食品", name_en="Food"
    )
    (base,) = listed(system, "bases")
    assert (base["code"], base["campus"]) == (world.base.code, None)
    assert [row["slug"] for row in listed(system, "programmes")] == ["spark-plan"]
    known = system.get(f"directions/{direction.slug}").json()
    assert [one["slug"] for one in known["categories"]] == ["food"]


def test_a_batch_tells_when_it_is_and_what_it_is_for(world, system, direction):
    batch = system.get(BATCH).json()
    assert batch["closes_on"] == world.batch.closes_on.isoformat()
    assert (batch["state"], batch["programme"]) == ("open", "spark-plan")
    assert batch["directions"] == [direction.slug]
    assert batch["campuses"] == [world.campus.code]
    world.batch.campuses.remove(world.campus)
    assert system.get(BATCH).status_code == 404
    assert listed(system, "batches") == []


def test_places_left_are_ones_own_and_those_of_all_together(world, system, direction):
    def quota(places: int, campus=None) -> None:
        Quota.objects.create(
            batch=world.batch, direction=direction, campus=campus, places=places
        )

    quota(5)
    quota(2, world.campus)
    quota(3, world.other)
    for campus, state in [
        (world.campus, "passed"),
        (world.campus, "in_review"),
        (world.other, "passed"),
    ]:
        world.candidate(state, campus=campus)
    assert [
        (one["campus"], one["places"], one["left"])
        for one in system.get(BATCH).json()["quotas"]
    ] == [(None, 5, 3), (world.campus.code, 2, 1)]


def test_no_places_are_left_below_none_nor_in_a_closed_batch(world, system, direction):
    for _ in range(2):
        world.candidate("passed")
    Quota.objects.create(batch=world.batch, direction=direction, places=1)
    assert system.get(BATCH).json()["quotas"][0]["left"] == 0
    world.batch.close()
    world.batch.save()
    assert system.get(BATCH).json()["quotas"][0]["left"] is None
    assert listed(system, "batches?state=open") == []
    assert len(listed(system, "batches?state=closed&state=open")) == 1


def test_the_programmes_own_system_sees_all_colleges(world):
    office = System(world, scopes=SCOPE)
    grants = office.app.service_user.role_grants
    grants.update(role=Role.OFFICE_CLIENT, campus=None)
    codes = {row["code"] for row in listed(office, "campuses")}
    assert codes == {world.campus.code, world.other.code}
    assert office.get(BATCH).json()["campuses"] == sorted(codes)


def more(world: World, direction: Direction, name: str, number: int) -> None:
    """One more of what a list shows, with what is shown along."""
    called = {"name_zh": f"第{number}", "name_en": f"No. {number}"}
    if name == "campuses":
        world.college(f"C{number}", f"第{number}学院", 100 + number)
    elif name == "bases":
        Base.objects.create(
            code=f"B{number}", region=world.region, campus=world.campus, **called
        )
    elif name == "programmes":
        Programme.objects.create(slug=f"p{number}", **called)
    elif name == "directions":
        other = Direction.objects.create(slug=f"d{number}", **called)
        DirectionCategory.objects.create(direction=other, slug=f"c{number}", **called)
    else:
        batch = world.intake(f"later-{number}", world.batch.closes_on)
        Quota.objects.create(
            batch=batch, direction=direction, campus=world.campus, places=1
        )


@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("campuses", 2),
        ("bases", 2),
        ("programmes", 2),
        ("batches", 5),
        ("directions", 3),
    ],
)
@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_the_same_for_one_and_for_three(
    world, direction, count, name, queries, django_assert_num_queries
):
    office = System(world, scopes=SCOPE)
    grants = office.app.service_user.role_grants
    grants.update(role=Role.OFFICE_CLIENT, campus=None)
    there = len(listed(office, name))
    for number in range(count - 1):
        more(world, direction, name, number)
    Quota.objects.create(batch=world.batch, direction=direction, places=1)
    with django_assert_num_queries(queries):
        assert len(listed(office, name)) == there + count - 1
