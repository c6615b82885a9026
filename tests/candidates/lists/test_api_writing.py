"""A college's system registers a student, changes what is known, lets them leave."""

import pytest

from candidates.register.models import Candidate
from candidates.screening.handover import register_to_screening
from spark.audit import trail
from tests.candidates.lists.test_api_by_number import is_problem, student
from tests.spark.rest.system import System


@pytest.fixture
def system(world) -> System:
    return System(world)


def new(**changes) -> dict:
    return student(batch="hangzhou-2026-autumn", **changes)


def test_a_student_is_registered(world, system):
    given = new()
    response = system.post("candidates", given)
    candidate = Candidate.objects.get()
    assert response.status_code == 201, response.text
    assert response["Location"] == f"/api/v1/candidates/{candidate.pk}"
    assert system.get(response["Location"])["ETag"] == response["ETag"]
    assert given["id_number"] not in response.text
    entry = trail.timeline(candidate, internal=False)[0]
    assert (entry.title, entry.who) == ("由院校系统登记", "教务系统")


def test_who_is_in_the_batch_already_is_refused(world, system):
    given = new()
    first = system.post("candidates", given).json()
    body = is_problem(system.post("candidates", given), 409, "candidate-there")
    assert str(first["id"]) in body["title"]
    world.batch.close()
    world.batch.save()
    is_problem(system.post("candidates", new()), 409, "batch-closed")


@pytest.mark.parametrize(
    "name", ["name", "id_number", "phone", "direction", "notice_version", "batch"]
)
def test_what_is_needed_of_who_is_new_is_named(system, name):
    given = new()
    del given[name]
    body = is_problem(system.post("candidates", given), 400, "invalid")
    assert [error["pointer"] for error in body["errors"]] == [f"#/{name}"]


def test_a_batch_that_is_not_theirs_is_not_there(world, system):
    world.batch.campuses.set([world.other])
    is_problem(system.post("candidates", new()), 400, "invalid")


@pytest.mark.parametrize("count", [1, 3])
def test_registering_costs_the_same_however_many_there_are(
    world, system, count, django_assert_max_num_queries
):
    for _ in range(count):
        world.candidate()
    with django_assert_max_num_queries(30):
        assert system.post("candidates", new(), idempotency_key="k").status_code == 201


def change(system: System, candidate: Candidate, given: dict, **headers):
    headers = {"if_match": "*"} | headers
    return system.send("PATCH", f"candidates/{candidate.pk}", given, **headers)


def test_contact_and_class_are_changed_and_the_rest_stays(world, system):
    candidate = world.candidate("in_review")
    version = system.get(f"candidates/{candidate.pk}")["ETag"]
    given = {"phone": "139 0000 0001", "class_name": "", "student_number": "7"}
    response = change(system, candidate, given, if_match=version)
    assert (response.status_code, response.json()["student_number"]) == (200, "7")
    assert response["ETag"] != version
    major = candidate.major
    candidate.refresh_from_db()
    assert (candidate.phone, candidate.class_name) == ("13900000001", "")
    assert candidate.major == major
    is_problem(change(system, candidate, given, if_match=version), 412, CHANGED)
    is_problem(change(system, candidate, given, if_match=None), 428, NEEDED)


CHANGED, NEEDED = "changed_meanwhile", "precondition_required"


def test_the_direction_only_until_screening(world, system):
    candidate = world.candidate()
    given = {"direction": candidate.direction.slug}
    assert change(system, candidate, given).status_code == 200
    register_to_screening(actor=world.office, ids=[candidate.pk])
    assert change(system, candidate, given).status_code == 200
    other = world.batch.directions.create(slug="v", name_zh="垂类", name_en="V")
    refused = change(system, candidate, {"direction": other.slug})
    is_problem(refused, 409, "direction-fixed")


@pytest.mark.parametrize(
    "given", [{"name": "王小二"}, {"id_number": "1"}, {"stage": "x"}]
)
def test_who_somebody_is_isnt_changed_here(world, system, given):
    refused = change(system, world.candidate(), given)
    (error,) = is_problem(refused, 400, "invalid")["errors"]
    assert error["pointer"] == f"#/{next(iter(given))}"


def test_another_colleges_is_not_there(world, system):
    theirs = world.candidate(campus=world.other)
    assert change(system, theirs, {"phone": "13900000001"}).status_code == 404
    assert system.post(f"candidates/{theirs.pk}/leave").status_code == 404


def test_who_was_not_called_yet_leaves(world, system):
    candidate = world.candidate()
    reason = {"left_reason": "further_study", "reason": "升学"}
    response = system.post(f"candidates/{candidate.pk}/leave", reason)
    assert response.status_code == 200
    assert (response.json()["stage"], response.json()["left_reason"]) == (
        "left",
        "further_study",
    )
    again = system.post(f"candidates/{candidate.pk}/leave", reason)
    is_problem(again, 409, "state-moved")
