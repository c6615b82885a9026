"""A college's system brings many students in by one request, by its own numbers."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from candidates.register.models import Candidate, Person
from spark import clock
from spark.resources import jobs
from spark.rest.models import Job
from tests.candidates.rosters.test_sync import events, row
from tests.spark.rest.system import System
from tests.spark.rest.test_manners import problem
from tests.world import World

LEAVE = {"left_reason": "further_study", "reason": "升学"}


@pytest.fixture
def system(world) -> System:
    return System(world)


def students(count: int) -> list[dict[str, str]]:
    return [row() for _ in range(count)]


def bring(system: System, rows: list[Any], key: str = "night-1", **changes):
    notice = {"notice_version": "2026-1", "notice_on": str(clock.today())}
    given = {"batch": "hangzhou-2026-autumn"} | notice | changes | {"rows": rows}
    return system.post("candidates/bulk", given, idempotency_key=key)


def statuses(answer) -> list[int]:
    return [result["status"] for result in answer.json()["results"]]


def test_each_row_has_its_answer_and_the_good_ones_are_kept(world, system):
    there = world.candidate()
    new, changed, gone = students(3)
    bring(system, [changed, gone], "night-0")
    left = Candidate.objects.get(student_number=gone["student_number"])
    assert system.post(f"candidates/{left.pk}/leave", LEAVE).status_code == 200
    answer = bring(
        system,
        [
            new,
            changed | {"class_name": "直播2302班"},
            row(phone="0571-88888888"),
            gone,
            row(student_number=there.student_number),
            new,
            {"name": "林晓"},
            7,
        ],
    )
    body = answer.json()
    assert answer.status_code == 200, body
    assert statuses(answer) == [201, 200, 400, 409, 409, 422, 400, 400]
    assert body["counts"] == {"rows": 8, "done": 2, "not_done": 6, "waiting": 0}
    told = [result.get("problem", {}) for result in body["results"]]
    codes = ["invalid", "candidate-left", "student-number-of-another", "row-repeated"]
    assert [problem["code"] for problem in told[2:6]] == codes
    assert [error["pointer"] for error in told[2]["errors"]] == ["#/phone"]
    assert [error["pointer"] for error in told[6]["errors"]] == ["#/student_number"]
    for result in body["results"][:2]:
        assert system.get(result["url"])["ETag"] == result["etag"]
    kept = Candidate.objects.get(student_number=changed["student_number"])
    assert kept.class_name == "直播2302班"


def test_who_stands_there_with_the_same_values_is_left_alone(system):
    class_ = students(3)
    first = bring(system, class_)
    again = bring(system, class_, "night-2")
    assert (statuses(first), statuses(again)) == ([201] * 3, [200] * 3)
    assert all(events(candidate) == 1 for candidate in Candidate.objects.all())


def test_all_or_nothing(system):
    good, bad = students(2)
    body = problem(bring(system, [good, bad | {"name": "林同学"}], atomic=True), 422)
    assert body["code"] == "stopped_by_rows"
    assert [(r["index"], r["status"]) for r in body["results"]] == [(1, 400)]
    assert not Person.objects.exists()
    assert statuses(bring(system, [good, bad], "night-2", atomic=True)) == [201] * 2


def test_what_more_than_200_come_to_is_told_by_a_job(system, monkeypatch):
    monkeypatch.setattr(jobs, "AT_ONCE", 2)
    class_ = students(4)
    answer = bring(system, [*class_, class_[0] | {"name": "林同学"}])
    assert answer.status_code == 202
    assert not Candidate.objects.exists()
    jobs.work(Job.objects.get().pk)
    page, found = system.get(answer["Location"]).json(), []
    assert page["state"] == "done"
    while True:
        found += page["results"]
        if not page["next"]:
            break
        page = system.get(page["next"]).json()
    assert [result["status"] for result in found] == [201] * 4 + [400]


def test_the_row_that_another_repeats_is_named_as_it_was_sent(system, monkeypatch):
    monkeypatch.setattr(jobs, "AT_ONCE", 3)
    one, twice = students(2)
    rows = [*students(3), one | {"phone": "1"}, twice, twice]
    place = bring(system, rows)["Location"]
    jobs.work(Job.objects.get().pk)
    (*_, last) = system.get(f"{place}?first=3").json()["results"]
    assert (last["index"], last["problem"]["code"]) == (5, "row-repeated")
    assert "5" in last["problem"]["title"]


def test_repeated_with_its_key_it_is_done_once(system):
    class_ = students(2)
    first, again = bring(system, class_), bring(system, class_)
    assert first.json() == again.json()
    assert again["Idempotency-Replayed"] == "true"
    assert problem(bring(system, class_[:1]), 422)
    assert all(events(candidate) == 1 for candidate in Candidate.objects.all())


def test_id_numbers_are_in_no_answer(system):
    class_ = [row(), row(phone="1"), row(guardian_phone="x"), row(direction="none")]
    class_.append(class_[0] | {"name": "周若溪"})
    numbers = {one["id_number"] for one in class_}
    wrong = row(id_number="330106200001010000")
    answers = [bring(system, [*class_, wrong])]
    answers.append(bring(system, [*class_, wrong], "night-2", atomic=True))
    for answer in answers:
        assert answer.status_code in (200, 422)
        sent = numbers | {wrong["id_number"]}
        assert not any(number in answer.text for number in sent)


def test_what_only_reads_writes_nothing(world):
    reader = System(world, scopes="candidates:read")
    assert problem(bring(reader, students(1)), 403)
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"batch": "none"}, "batch"),
        ({"campus": "LJZY"}, "campus"),
        ({"notice_on": "soon"}, "notice_on"),
        ({"by": "me"}, "by"),
    ],
)
def test_what_is_given_once_for_all_is_looked_at_first(system, changes, field):
    body = problem(bring(system, students(1), **changes), 400)
    assert [error["pointer"] for error in body["errors"]] == [f"#/{field}"]
    assert not Person.objects.exists()


def test_as_many_queries_for_three_as_for_one(system):
    one, three = students(1), students(3)
    bring(system, students(1), "warm")
    counted = []
    for key, rows in enumerate((one, three, one, three)):
        with CaptureQueriesContext(connection) as found:
            assert bring(system, rows, str(key)).status_code == 200
        counted.append(len(found))
    assert (counted[0], counted[2]) == (counted[1], counted[3]), counted


@pytest.mark.django_db(transaction=True)
def test_two_at_once_bring_the_same_class_and_it_is_there_once(transactional_db):
    system = System(World())
    class_ = students(12)

    def send(key: str) -> set[int]:
        try:
            ordered = class_ if key == "one" else class_[::-1]
            return set(statuses(bring(system, ordered, key)))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(send, ("one", "two")))
    assert sorted(map(sorted, found)) == [[200], [201]]
    assert Candidate.objects.count() == Person.objects.count() == len(class_)
    assert all(events(candidate) == 1 for candidate in Candidate.objects.all())
