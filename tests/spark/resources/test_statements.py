"""A statement that is kept serves only who asks the very same of the very same rows."""

import pytest
from django.db.models import F, Q
from django.http import QueryDict
from rest_framework.renderers import JSONRenderer

from candidates.register.models import Candidate
from spark.accounts.models import RoleGrant
from spark.accounts.roles import Role
from spark.resources import RESOURCES
from spark.resources.shapes import prepared, shape_of
from spark.resources.statements import Asked, statement_of
from tests.spark.rest.system import System
from tests.world import World

OF_COLUMNS = {n: r for n, r in RESOURCES.items() if shape_of(r.serializer)}
ADDRESSES = [
    "candidates?page_size=1",
    "candidates?stage=registered&sort=name",
    "candidates?campus=LJZY",
    "candidates?batch=hangzhou-2026-autumn",
    "candidates?count=true&fields=id",
    "screenings?sort=-number",
]


@pytest.fixture
def systems(world: World) -> list[System]:
    """Of one college, of another, of the programme; with people at both colleges."""
    for campus in (world.campus, world.other):
        world.candidate("probation", campus)
        world.candidate("registered", campus)
    own, other = System(world), System(world, world.other)
    office = System(world, world.college("YZYY", "甬州职业学院", 3))
    grants = RoleGrant.objects.filter(user=office.app.service_user)
    grants.update(role=Role.OFFICE_CLIENT, campus=None)
    return [own, other, office]


def written(shown: object) -> str:
    return JSONRenderer().render(shown).decode()


def listed(system: System, address: str) -> list[dict]:
    """Of all pages."""
    found = []
    while address:
        page = system.get(address).json()
        found += page["results"]
        address = page["next"]
    return found


def by_django(system: System, address: str) -> list[dict]:
    """The same by the ORM alone."""
    name, _sep, query = address.partition("?")
    given = QueryDict(query, mutable=True)
    chosen = given.pop("fields", None)
    for beside in ("page_size", "count"):
        given.pop(beside, None)
    resource, user = RESOURCES[name], system.app.service_user
    conditions = resource.conditions(given, user=user)
    assert conditions.is_valid()
    order, _name = conditions.order
    rows = order.sorted(conditions.found(resource.door.visible_to(user)))
    shown = resource.serializer(rows, many=True).data
    return [{"id": one["id"]} for one in shown] if chosen else shown


def test_clients_in_turn_are_each_shown_their_own(systems):
    seen = {}
    for _again in range(2):
        for address in [*OF_COLUMNS, *ADDRESSES]:
            for system in systems:
                if address == "candidates?campus=LJZY" and system is systems[0]:
                    assert system.get(address).status_code == 400
                    continue
                found = listed(system, address)
                assert written(found) == written(by_django(system, address)), address
                seen[address, system.app.campus.code] = [one.get("id") for one in found]
    codes = [system.app.campus.code for system in systems]
    own, other, every = (set(seen["candidates", code]) for code in codes)
    assert own
    assert other
    assert not own & other
    assert every == own | other


def test_a_row_is_there_for_its_own_college_and_the_programme(systems):
    own, other, office = systems
    for _again in range(2):
        for row in Candidate.objects.select_related("campus"):
            for system in systems:
                answer = system.get(f"candidates/{row.pk}")
                theirs = system is office or system.app.campus == row.campus
                assert answer.status_code == (200 if theirs else 404)
                assert not theirs or answer.json()["id"] == row.pk


def test_who_works_for_another_college_now_sees_its_people_at_once(systems, world):
    own, other, _office = systems
    theirs = listed(other, "candidates")
    assert listed(own, "candidates") != theirs
    grants = RoleGrant.objects.filter(user=own.app.service_user)
    grants.update(campus=world.other)
    assert listed(own, "candidates") == theirs
    grants.delete()
    assert listed(own, "candidates") == []


def asked() -> Asked:
    _shape, rows = prepared(RESOURCES["candidates"].serializer, None)
    return Asked(rows)


def test_only_keys_may_differ(world):
    made = {
        statement_of(rows)
        for rows in (
            asked().filter(Q(campus__in={1}), pk=7),
            asked().filter(Q(campus__in={1}), pk=8),
            asked().filter(Q(campus__in={2}), pk=7),
            asked().filter(Q(campus__in={1, 2}), pk=7),
            asked().filter(Q(campus__in={1}) | Q(stage="left"), pk=7),
            asked().filter(Q(campus__in={1}) & Q(stage="left"), pk=7),
            asked().filter(~Q(campus__in={1}), pk=7),
            asked().filter(Q(campus__in={1}), pk__lt=7),
        )
    }
    assert len(made) == 7
    assert None not in made


def test_what_cannot_be_compared_is_asked_of_django_each_time(world):
    one = world.candidate()
    for condition in (
        Q(pk__in=Candidate.objects.values("pk")),
        Q(created_at__lte=F("updated_at")),
        Q(campus=one.campus),
    ):
        rows = asked().filter(condition)
        assert statement_of(rows) is None
        assert [row["id"] for row in rows] == [one.pk]


def test_of_what_is_never_true_there_is_none(world):
    world.candidate()
    assert [*asked().filter(Q(pk__in=[]))] == []


@pytest.mark.parametrize("key", [0, 2**63 - 1, 2**63, 10**30])
def test_a_key_that_nobody_has_is_of_no_row(systems, key):
    assert systems[0].get(f"candidates/{key}").status_code == 404


def test_asking_again_costs_as_many_queries(systems, django_assert_num_queries):
    for _again in range(2):
        with django_assert_num_queries(2):
            systems[0].get("candidates")
