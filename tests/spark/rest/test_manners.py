"""What every answer of the API keeps to."""

import re

import pytest

from candidates.screening import actions
from candidates.screening.models import Screening
from tests.spark.rest.system import System
from tests.story import record_of


@pytest.fixture
def system(world) -> System:
    return System(world)


@pytest.fixture
def asked(world) -> Screening:
    """A screening of which more was asked for."""
    record = record_of(Screening, world.candidate("in_review"))
    actions.ask_more(actor=world.office, ids=[record.pk], reason="补一段视频")
    return record


def problem(response, status: int) -> dict:
    assert response.status_code == status, response.text
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == status and body["title"]
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", body["instance"])
    return body


def test_a_wrong_parameter_and_a_wrong_field_are_named_where_they_stand(asked, system):
    for name in ("stage", "page_size"):
        body = problem(system.get(f"screenings?{name}=x"), 400)
        (error,) = body["errors"]
        assert (error["parameter"], error["code"]) == (name, "invalid")
    body = problem(system.post(f"screenings/{asked.pk}/leave", {"reason": ""}), 400)
    assert {(e["pointer"], e["code"]) for e in body["errors"]} == {
        ("#/left_reason", "required"),
        ("#/reason", "blank"),
    }


def test_a_refusal_has_the_code_of_the_pages_refusal(world, system):
    record = record_of(Screening, world.candidate("in_review"))
    body = problem(system.post(f"screenings/{record.pk}/receive-more"), 409)
    assert body["code"] == "state-moved"


def test_what_can_not_be_done_is_said_before_what_is_wrong_with_it(system):
    response = system.post("screenings?stage=x")
    assert problem(response, 405)["code"] == "method_not_allowed"
    assert "GET" in response["Allow"]


@pytest.mark.parametrize("path", ["screenings/x", "nobodies", "screenings/1/dance"])
def test_an_address_that_there_is_not_is_a_problem_too(system, path):
    body = problem(system.get(path, accept_language="en"), 404)
    assert (body["code"], body["detail"]) == ("not_found", "There is no such address.")


@pytest.mark.parametrize(
    ("language", "title", "said"),
    [
        ("en", "Some fields are wrong.", "en"),
        ("zh-CN,zh;q=0.9", "有字段填得不对。", "zh-hans"),
    ],
)
def test_the_text_is_in_the_language_asked_for(system, language, title, said):
    response = system.get("candidates?nobody=1", accept_language=language)
    assert problem(response, 400)["title"] == title
    assert response["Content-Language"] == said


def test_every_answer_says_how_much_more_may_be_asked(system):
    first, second = (system.get("candidates") for _ in range(2))
    assert first["RateLimit-Policy"] == '"client";q=600;w=60'
    left = [int(re.search(r"r=(\d+)", r["RateLimit"])[1]) for r in (first, second)]
    assert left[0] - left[1] == 1
    assert first["Request-Id"] != second["Request-Id"]


def test_who_asks_too_often_is_told_when_again(system, monkeypatch):
    rate = "spark.rest.limits.ClientThrottle.parse_rate"
    monkeypatch.setattr(rate, lambda self, rate: (2, 60))
    answers = [system.get("candidates") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert problem(answers[2], 429)["code"] == "throttled"
    assert 0 < int(answers[2]["Retry-After"]) <= 60
    assert answers[2]["RateLimit"].startswith('"client";r=0;t=')


def test_what_did_not_change_is_not_sent_again(world, system):
    candidate = world.candidate()
    for path in ("candidates", f"candidates/{candidate.pk}"):
        first = system.get(path)
        again = system.get(path, if_none_match=first["ETag"])
        assert (again.status_code, again.content) == (304, b"")
    candidate.class_name = "直播2302班"
    candidate.save()
    assert system.get(path, if_none_match=first["ETag"]).status_code == 200


def test_a_verb_is_done_to_the_version_that_was_seen(world, asked, system):
    path = f"screenings/{asked.pk}"
    seen = system.get(path)["ETag"]
    assert problem(system.post(f"{path}/receive-more", if_match=None), 428)
    stale = problem(system.post(f"{path}/receive-more", if_match='"of-before"'), 412)
    assert stale["code"] == "changed_meanwhile"
    assert stale["current"] == system.get(path).json()
    asked.refresh_from_db()
    assert asked.state == "more_asked"
    done = system.post(f"{path}/receive-more", if_match=f'"of-before", {seen}')
    assert done.status_code == 200
    assert done["ETag"] == system.get(path)["ETag"] != seen


def test_the_answer_may_be_left_out(asked, system):
    done = system.post(f"screenings/{asked.pk}/receive-more", prefer="return=minimal")
    assert (done.status_code, done.content) == (204, b"")
    assert done["Preference-Applied"] == "return=minimal"
    assert done["ETag"] == system.get(f"screenings/{asked.pk}")["ETag"]


@pytest.mark.parametrize("key", [None, "a"])
def test_a_refusal_is_said_though_the_answer_may_be_left_out(asked, system, key):
    path = f"screenings/{asked.pk}/receive-more"
    sent = {"prefer": "return=minimal", "idempotency_key": key}
    system.post(path)
    for _ in range(2):
        assert problem(system.post(path, **sent), 409)["code"] == "state-moved"


def test_only_the_fields_that_are_wanted_are_sent(world, system):
    candidate = world.candidate()
    one, page = f"candidates/{candidate.pk}?fields=id,stage", "candidates?fields=id"
    assert system.get(one).json() == {"id": candidate.pk, "stage": "registered"}
    assert system.get(page).json()["results"] == [{"id": candidate.pk}]
    for path in ("candidates", f"candidates/{candidate.pk}"):
        for wrong in ("id,id_number", "", "id,,name"):
            body = problem(system.get(f"{path}?fields={wrong}"), 400)
            assert body["errors"][0]["parameter"] == "fields"


def test_versions_do_not_depend_on_the_fields_that_are_wanted(world, system):
    path = f"candidates/{world.candidate().pk}"
    assert system.get(path)["ETag"] == system.get(f"{path}?fields=id")["ETag"]
