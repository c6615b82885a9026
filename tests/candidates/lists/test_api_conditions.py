"""A campus system asks for some of its candidates: conditions, order, pages."""

import re
from base64 import b64encode
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from candidates.register.models import Candidate
from tests.candidates.lists.test_api import (  # noqa: F401 -- fixtures
    URL,
    app,
    get,
    is_problem,
    names,
    token,
)

SCREENINGS = "/api/v1/screenings"
CURSORS = [
    *("p=abc", "p=", "p=1.5", "p=-1", "p=99999999999999999999", "p=%00", "o=-1"),
    *("p=2026-01-01", "o=9999999", "o=x", "r=2&p=5", "r=x", "p=5&p=6", "p=5&o=1000"),
    *("p=1%20OR%201=1", "p=5~x", "p=5&s=name", "p=5~lin&s=name", "p=５", "&&", "p"),
]
RAW = ["nonsense", "%E4%B8%AD", "cD0x%0A", "", "cD01%20", "%00", "%ED%A0%80", "===="]


@pytest.mark.parametrize("text", CURSORS)
def test_a_cursor_nobody_gave_is_a_problem(client, token, text):  # noqa: F811
    cursor = quote(b64encode(text.encode()).decode())
    invalid(get(client, f"{URL}?cursor={cursor}", token))


@pytest.mark.parametrize("cursor", RAW)
def test_a_cursor_that_cant_be_read_is_a_problem(client, token, cursor):  # noqa: F811
    invalid(get(client, f"{URL}?cursor={cursor}", token))


def invalid(response) -> None:
    is_problem(response, 400)
    assert response.json()["detail"] in {"Invalid cursor", "无效游标"}


@pytest.mark.parametrize(
    ("query", "name"),
    [
        *(("batch__slug=hangzhou-2026-autumn", "batch__slug"), ("Stage=x", "Stage")),
        *(("student_number=%20", "student_number"), ("q=%E2%80%8B", "q"), ("q=", "q")),
        *(("campus=LJZY", "campus"), ("batch=nope", "batch"), ("stage=x", "stage")),
        *(("state=", "state"), ("stage=screening&state=issued", "state")),
        *(("updated_since=9999-99-99", "updated_since"), ("sort=nope", "sort")),
        *(
            (f"updated_since={moment}", "updated_since")
            for moment in ("0364-10-21T11:03:02%2B18:40", "0001-01-01", "9999-12-31")
        ),
        *(
            (f"q={'x' * 61}", "q"),
            ("q=%00", "q"),
            ("batch=%00", "batch"),
            ("q=a&q=b", "q"),
            ("due=week", "due"),
        ),
        *(("page_size=abc", "page_size"), ("page_size=0", "page_size")),
        *(("page_size=201", "page_size"), ("page_size=-1", "page_size")),
        pytest.param(f"page_size={'9' * 5000}", "page_size", id="page_size-long"),
        *(("count=1", "count"), ("count=", "count")),
        *(("page_size=", "page_size"), ("page_size=5&page_size=6", "page_size")),
        *(("cursor=cD01&cursor=cD01", "cursor"), ("format=json", "format")),
        *(("before=1", "before"), ("columns=phone", "columns"), ("utm_x=1", "utm_x")),
    ],
)
def test_what_isnt_valid_is_named(client, world, token, query, name):  # noqa: F811
    world.candidate()
    response = get(client, f"{URL}?{query}", token)
    is_problem(response, 400)
    assert [e["parameter"] for e in response.json()["errors"]] == [name]


@pytest.mark.parametrize(
    "query", ["candidate=x", f"candidate={10**30}", "state=x", "candidate=0", "a=1"]
)
def test_screenings_take_their_own(client, world, token, query):  # noqa: F811
    first, _second = world.candidate("waiting"), world.candidate("waiting")
    is_problem(get(client, f"{SCREENINGS}?{query}", token), 400)
    found = get(client, f"{SCREENINGS}?candidate={first.pk}&state=waiting", token)
    assert [row["candidate"] for row in found.json()["results"]] == [first.pk]
    assert not get(client, f"{SCREENINGS}?state=passed", token).json()["results"]


def test_one_candidate_takes_none(client, world, token):  # noqa: F811
    pk = world.candidate().pk
    is_problem(get(client, f"{URL}/{pk}?stage=registered", token), 400)
    is_problem(get(client, f"{URL}/{10**30}", token), 404)


def test_the_list_is_narrowed_by_what_is_asked(client, world, token):  # noqa: F811
    world.intake("earlier", world.batch.opens_on)
    waiting = world.candidate("waiting")
    other = world.candidate(student_number="2026000001", class_name="主播（二）班")
    world.candidate(campus=world.other)
    for query, found in {
        "": {waiting, other},
        "stage=screening": {waiting},
        "stage=screening&stage=registered": {waiting, other},
        "stage=underway": {waiting},
        "state=waiting": {waiting},
        "student_number=２０２６０００００１": {other},
        "student_number=%202026000001": {other},
        "batch=hangzhou-2026-autumn": {waiting, other},
        "batch=earlier": set(),
        "batch=earlier&batch=hangzhou-2026-autumn": {waiting, other},
        "campus=ZJYY": {waiting, other},
        "direction=comprehensive": {waiting, other},
        "class_name=主播（": {other},
        "class_name=班": set(),
        "q=2026000001": {other},
        "updated_since=2026-01-01T00:00:00%2B08:00": {waiting, other},
        "updated_since=2099-01-01": set(),
        "updated_since=2020-01-01T00:00:00%2B18:40": {waiting, other},
    }.items():
        assert names(get(client, f"{URL}?{query}", token)) == {
            candidate.person.name for candidate in found
        }, query


def test_a_name_becomes_a_key_before_the_rows_are_asked(
    client,
    world,
    token,  # noqa: F811
):
    world.candidate()
    with CaptureQueriesContext(connection) as queries:
        get(client, f"{URL}?batch={world.batch.slug}&sort=name", token)
    (rows,) = [q["sql"] for q in queries if "name_key" in q["sql"]]
    where = rows.partition("WHERE")[2]
    assert f'"batch_id" IN ({world.batch.pk})' in where
    assert "slug" not in where


@pytest.mark.parametrize("sort", ["", "name", "-name", "number", "updated", "-since"])
def test_pages_in_each_order_forth_and_back(client, world, token, sort):  # noqa: F811
    for _ in range(7):
        world.candidate(name="林同名", student_number="7")
    Candidate.objects.update(updated_at=world.candidate().updated_at)
    url = f"{URL}?page_size=3{'&sort=' + sort if sort else ''}"
    forth, last = [], ""
    while url:
        page = get(client, url, token).json()
        forth.append([row["id"] for row in page["results"]])
        last, url = url, page["next"]
    back = []
    while last:
        page = get(client, last, token).json()
        back.insert(0, [row["id"] for row in page["results"]])
        last = page["previous"]
    assert sorted(sum(forth, [])) == sorted(
        Candidate.objects.values_list("pk", flat=True)
    )
    assert sum(back, []) == sum(forth, [])


def test_a_cursor_of_another_order_is_refused(client, world, token):  # noqa: F811
    for _ in range(3):
        world.candidate()
    following = get(client, f"{URL}?page_size=1&sort=name", token).json()["next"]
    cursor = re.search(r"cursor=([^&]*)", following).group(1)
    invalid(get(client, f"{URL}?page_size=1&sort=updated&cursor={cursor}", token))
    invalid(get(client, f"{URL}?page_size=1&cursor={cursor}", token))


def test_the_schema_lists_what_works_and_its_bounds(client):
    schema = client.get("/api/v1/schema", headers={"Accept": "application/json"})
    parameters = schema.json()["paths"][URL]["get"]["parameters"]
    given = {p["name"]: p for p in parameters if p["in"] == "query"}
    assert set(given) == {
        *("cursor", "page_size", "count", "fields", "stage", "state", "batch"),
        *("student_number", "class_name", "q"),
        *("campus", "direction", "from", "sort", "updated_since"),
    }
    size = given["page_size"]["schema"]
    assert (size["minimum"], size["maximum"], size["default"]) == (1, 200, 50)
    stage = given["stage"]["schema"]
    assert stage["type"] == "array" and "screening" in stage["items"]["enum"]
    assert "any of the values" in given["stage"]["description"]
    assert "-name" in given["sort"]["schema"]["enum"]
    assert given["q"]["schema"]["maxLength"] == 60
    screenings = schema.json()["paths"][SCREENINGS]["get"]["parameters"]
    assert {p["name"] for p in screenings if p["in"] == "query"} == {
        *("cursor", "page_size", "count", "fields", "candidate", "campus"),
        *("batch", "direction", "state", "updated_since", "q", "sort"),
    }


def test_how_many_match_is_told_to_who_asks(client, token, world):  # noqa: F811
    for _ in range(3):
        world.candidate("in_review")
    world.candidate(campus=world.other)
    assert "count" not in get(client, URL, token).json()
    asked = f"{URL}?count=true&stage=screening&page_size=2"
    page = get(client, asked, token).json()
    assert (page["count"], len(page["results"])) == (3, 2)
    assert "count" not in get(client, page["next"], token).json()
