"""Many rows by one request: an answer for each, or all or nothing."""

import pytest

from candidates.screening import actions
from candidates.screening.models import Screening
from tests.spark.rest.system import System
from tests.spark.rest.test_manners import problem
from tests.story import last_event, record_of
from tests.world import World

PATH = "screenings/bulk/receive-more"
LEAVE = {"left_reason": "further_study", "reason": "考上了本科"}


@pytest.fixture
def system(world) -> System:
    return System(world)


def asked(world: World, count: int = 1, **given) -> list[Screening]:
    """Screenings of which more was asked for."""
    people = [world.candidate("in_review", **given) for _ in range(count)]
    records = [record_of(Screening, candidate) for candidate in people]
    ids = [record.pk for record in records]
    actions.ask_more(actor=world.office, ids=ids, reason="补一段视频")
    return records


def row(record: Screening, **given) -> dict:
    return {"id": record.pk, "if_match": "*"} | given


def send(system: System, rows: list, path: str = PATH, **given):
    key = {"idempotency_key": given.pop("key", "k")}
    return system.post(path, {"rows": rows, **given}, **key)


def states(records: list[Screening]) -> list[str]:
    return [Screening.objects.get(pk=record.pk).state for record in records]


def test_each_row_has_its_answer_and_the_good_ones_are_kept(world, system):
    first, second = asked(world, 2)
    (theirs,) = asked(world, campus=world.other)
    early = record_of(Screening, world.candidate("in_review"))
    seen = system.get(f"screenings/{second.pk}")["ETag"]
    answer = send(
        system,
        [
            row(first),
            row(second, if_match=seen),
            row(early),
            row(theirs),
            {"id": "x", "if_match": "*"},
            row(first),
            {"id": first.pk},
            7,
        ],
    )
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert (body["state"], body["next"]) == ("done", None)
    assert body["counts"] == {"rows": 8, "done": 2, "not_done": 6, "waiting": 0}
    assert [(r["index"], r["status"]) for r in body["results"]] == list(
        enumerate([200, 200, 409, 404, 400, 400, 400, 400])
    )
    for record, result in zip((first, second), body["results"], strict=False):
        one = system.get(result["url"])
        assert (result["id"], result["etag"]) == (record.pk, one["ETag"])
        assert last_event(record)["verb"] == "screening.receive-more"
    problems = [result["problem"] for result in body["results"][2:]]
    assert problems[0]["code"] == "state-moved"
    pointers = [p["errors"][0]["pointer"] for p in problems[2:]]
    assert pointers == ["#/id", "#/id", "#/id", "#"]
    assert states([first, second, early, theirs]) == [
        *("in_review", "in_review", "in_review", "more_asked")
    ]


def test_a_row_says_which_version_it_means(world, system):
    records = asked(world, 2)
    rows = [{"id": records[0].pk}, row(records[1], if_match='"of-before"')]
    missing, stale = send(system, rows).json()["results"]
    assert missing["problem"]["code"] == "precondition_required"
    assert stale["problem"]["code"] == "changed_meanwhile"
    shown = system.get(f"screenings/{records[1].pk}").json()
    assert stale["problem"]["current"] == shown
    assert states(records) == ["more_asked"] * 2


def test_rows_may_be_given_different_things(world, system):
    records = [record_of(Screening, world.candidate("in_review")) for _ in range(4)]
    given = [LEAVE, LEAVE, LEAVE | {"reason": "家里有事"}, {"reason": ""}]
    rows = [row(record) | more for record, more in zip(records, given, strict=True)]
    results = send(system, rows, "screenings/bulk/leave").json()["results"]
    assert [result["status"] for result in results] == [200, 200, 200, 400]
    errors = {error["pointer"] for error in results[3]["problem"]["errors"]}
    assert errors == {"#/left_reason", "#/reason"}
    assert [last_event(record)["reason"] for record in records[:3]] == [
        *("考上了本科", "考上了本科", "家里有事")
    ]


def test_all_or_nothing(world, system):
    good = asked(world, 2)
    bad = record_of(Screening, world.candidate("in_review"))
    rows = [row(good[0]), row(bad), row(good[1])]
    body = problem(send(system, rows, atomic=True), 422)
    assert body["code"] == "stopped_by_rows"
    (stopped,) = body["results"]
    assert (stopped["index"], stopped["status"]) == (1, 409)
    assert states(good) == ["more_asked"] * 2
    again = send(system, [rows[0], rows[2]], atomic=True, key="other")
    assert again.json()["counts"]["done"] == 2
    assert states(good) == ["in_review"] * 2


def test_what_is_sent_twice_is_done_once(world, system):
    rows = [row(record) for record in asked(world, 2)]
    first, second = (send(system, rows) for _ in range(2))
    assert first.json() == second.json()
    assert second["Idempotency-Replayed"] == "true"
    assert problem(system.post(PATH, {"rows": rows}), 400)["code"] == (
        "idempotency_key_invalid"
    )
    assert send(system, rows[:1]).status_code == 422


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        ({}, "#/rows"),
        ({"rows": []}, "#/rows"),
        ({"rows": "all"}, "#/rows"),
        ({"rows": [{}], "atomic": "perhaps"}, "#/atomic"),
        ([], "#"),
    ],
)
def test_what_is_not_rows_is_refused_as_a_whole(system, given, pointer):
    body = problem(system.post(PATH, given, idempotency_key="k"), 400)
    assert [error["pointer"] for error in body["errors"]] == [pointer]


def test_no_more_than_a_thousand_rows(system):
    body = problem(send(system, [{"id": 1}] * 1001), 413)
    assert (body["code"], "1000" in body["detail"]) == ("too_many_rows", True)


def test_bulk_has_the_scope_of_its_verb(world):
    reader = System(world, scopes="candidates:read candidates:write")
    assert problem(send(reader, [{"id": 1}]), 403)["code"] == "scope_missing"


@pytest.mark.parametrize("count", [1, 3])
def test_many_cost_no_more_statements_than_one(
    world, system, django_assert_num_queries, count
):
    rows = [row(record) for record in asked(world, count)]
    rows += [{"id": 0}, {"id": 10**9 + count, "if_match": "*"}]
    with django_assert_num_queries(22):
        assert send(system, rows).json()["counts"]["done"] == count
