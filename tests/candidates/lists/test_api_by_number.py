"""A college's system brings a student in by its own number, and changes them."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from candidates.register.models import Candidate, Person
from spark import clock
from spark.accounts.models import Role
from spark.rest.models import Answer
from tests.candidates.rosters.test_sync import events, row
from tests.spark.rest.system import System

BATCH = "candidates/by-number/hangzhou-2026-autumn"


@pytest.fixture
def system(world) -> System:
    return System(world)


def student(**changes) -> dict[str, Any]:
    """A new one, with the notice they were given."""
    notice = {"notice_version": "2026-1", "notice_on": str(clock.today())}
    return row() | notice | changes


def put(system: System, given: dict[str, Any], number: str = "", **headers):
    sent = dict(given)
    own = sent.pop("student_number")
    return system.send("PUT", f"{BATCH}/{number or own}", sent, **headers)


def is_problem(response, status: int, code: str) -> dict:
    body = response.json()
    assert (response.status_code, body["code"]) == (status, code), body
    return body


def test_who_is_new_is_created_and_has_an_address(world, system):
    given = student()
    response = put(system, given)
    candidate = Candidate.objects.get()
    assert response.status_code == 201
    assert response["Location"] == f"/api/v1/candidates/{candidate.pk}"
    shown = response.json()
    assert shown["student_number"] == given["student_number"]
    assert (shown["campus"], shown["stage"]) == ("ZJYY", "registered")
    assert given["id_number"] not in response.text
    for path in (response["Location"], f"{BATCH}/{given['student_number']}"):
        again = system.get(path)
        assert (again.json(), again["ETag"]) == (shown, response["ETag"])


def test_what_changed_is_written_and_the_same_again_is_not(system):
    given = student()
    first = put(system, given)
    changed = put(system, given | {"class_name": "直播2302班"})
    assert (changed.status_code, changed.json()["class_name"]) == (200, "直播2302班")
    assert changed["ETag"] != first["ETag"] and "Location" not in changed
    kept = events(Candidate.objects.get())
    same = put(system, given | {"class_name": "直播2302班"})
    assert (same.status_code, same["ETag"]) == (200, changed["ETag"])
    assert events(Candidate.objects.get()) == kept


def test_a_number_may_hold_what_addresses_divide_by(system):
    assert put(system, student(student_number="23/01%20%E7%94%B2")).status_code == 201
    assert Candidate.objects.get().student_number == "23/01 甲"
    assert put(system, student(), number="x" * 41).status_code == 400


def test_only_who_is_new_or_only_who_is_there(system):
    given = student()
    missing = put(system, given, if_match="*")
    is_problem(missing, 412, "not_there")
    assert put(system, given, if_none_match="*").status_code == 201
    body = is_problem(put(system, given, if_none_match="*"), 412, "changed_meanwhile")
    assert body["current"]["student_number"] == given["student_number"]


def test_a_version_that_is_no_more_is_not_written_over(system):
    given = student()
    old = put(system, given)["ETag"]
    new = put(system, given | {"phone": "13900000001"}, if_match=old)
    assert new.status_code == 200
    late = put(system, given | {"phone": "13900000002"}, if_match=old)
    assert is_problem(late, 412, "changed_meanwhile")["current"] == new.json()
    assert Candidate.objects.get().phone == "13900000001"


def test_what_is_refused_says_why_by_its_code(world, system):
    there = world.candidate()
    given = student(student_number=there.student_number)
    is_problem(put(system, given), 409, "student-number-of-another")
    unnoticed = row()
    is_problem(put(system, unnoticed), 422, "notice-missing")
    gone = f"candidates/{there.pk}/leave"
    reason = {"left_reason": "further_study", "reason": "升学"}
    assert system.post(gone, reason).json()["stage"] == "left"
    same = {"student_number": there.student_number, "phone": "13900000001"}
    is_problem(put(system, same), 409, "candidate-left")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"id_number": "330106200001010000"}, "id_number"),
        ({"phone": "0571-88888888"}, "phone"),
        ({"name": "林同学"}, "name"),
        ({"email": "nobody"}, "email"),
        ({"notice_on": "soon"}, "notice_on"),
        ({"campus": "LJZY"}, "campus"),
        ({"gender": "女"}, "gender"),
    ],
)
def test_what_cant_be_read_is_named_and_not_repeated(system, changes, field):
    body = is_problem(put(system, student(**changes)), 400, "invalid")
    assert [error["pointer"] for error in body["errors"]] == [f"#/{field}"]
    assert "330106200001010000" not in str(body)
    assert not Person.objects.exists()


def test_a_batch_the_college_is_not_in_is_not_there(world, system):
    world.batch.campuses.set([world.other])
    assert put(system, student()).status_code == 404


def test_repeated_with_its_key_it_is_done_once(system):
    given = student()
    first = put(system, given, idempotency_key="night-1")
    again = put(system, given, idempotency_key="night-1")
    assert (again.status_code, again.json()) == (201, first.json())
    assert again["Idempotency-Replayed"] == "true"
    assert given["id_number"] not in str(Answer.objects.values().get())


def test_what_only_reads_writes_nothing(world):
    reader = System(world, scopes="candidates:read")
    assert put(reader, student()).status_code == 403
    assert reader.post("candidates", student()).status_code == 403


def test_the_programmes_system_names_the_college(world):
    office = System(world)
    grants = office.app.service_user.role_grants
    grants.update(role=Role.OFFICE_CLIENT, campus=None)
    is_problem(put(office, student()), 400, "invalid")
    assert put(office, student(campus="LJZY")).json()["campus"] == "LJZY"


@pytest.mark.django_db(transaction=True)
def test_two_at_once_bring_the_same_class_and_it_is_there_once(system):
    class_ = [student() for _ in range(8)]

    def bring(_: int) -> list[int]:
        try:
            return [put(system, one).status_code for one in class_]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(bring, range(2)))
    pairs = list(zip(*answers, strict=True))
    assert {frozenset(pair) for pair in pairs} == {frozenset({200, 201})}
    assert Candidate.objects.count() == Person.objects.count() == len(class_)
    assert all(events(candidate) == 1 for candidate in Candidate.objects.all())
