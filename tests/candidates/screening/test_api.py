"""A campus system reads its screenings, says what came in, and lets people leave."""

import json
from urllib.parse import quote

import pytest

from candidates.clips.models import Clip
from candidates.screening import actions
from candidates.screening.models import Screening
from spark import clock
from spark.accounts.models import Application
from spark.audit import trail
from tests.candidates.lists.test_api import application, ask
from tests.story import last_event, record_of, standing

SCOPES = "candidates:read records:act"


@pytest.fixture
def app(world) -> Application:
    return application(world, world.campus, scopes=SCOPES)


@pytest.fixture
def call(client, app):
    """Call as the campus's system, by GET or POST."""
    token = ask(client, scope=SCOPES).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}", "If-Match": "*"}

    def send(path: str, method: str = "POST", **given: str):
        url = f"/api/v1/screenings{path}"
        return client.generic(
            method, url, json.dumps(given), "application/json", headers=headers
        )

    return send


def asked(world, **more) -> Screening:
    record = record_of(Screening, world.candidate("in_review", **more))
    actions.ask_more(actor=world.office, ids=[record.pk], reason="补一段视频")
    return record


def test_a_system_says_that_it_came_in(world, app, call):
    record = asked(world)
    response = call(f"/{record.pk}/receive-more")
    assert response.status_code == 200
    assert response.json()["state"] == "in_review"
    entry = trail.timeline(record.candidate, internal=True)[0]
    assert (entry.title, entry.who) == ("补充材料已到", str(app.service_user))


def test_a_system_gives_a_link_to_the_clip_before_it_says_so(world, client):
    record = asked(world)
    scope = "candidates:read candidates:write"
    application(world, world.campus, scopes=scope)
    token = ask(client, scope=scope).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}", "If-Match": "*"}

    def give(link: str):
        url = f"/api/v1/screenings/{record.pk}/give-clip"
        sent = {"link": link}
        return client.post(url, sent, "application/json", headers=headers)

    assert give("javascript:alert(1)").status_code == 400
    answer = give("https://www.bilibili.com/video/BV1xx")
    assert (answer.status_code, answer.json()["wanted"]) == (200, "clip")
    assert Clip.objects.get().link == "https://www.bilibili.com/video/BV1xx"
    actions.receive_more(actor=world.office, ids=[record.pk])
    late = give("https://www.bilibili.com/video/BV2xx")
    assert late.json()["type"] == "urn:spark:refused:clip-under-review"


def test_what_is_not_asked_for_is_refused_and_nothing_changes(world, call):
    record = record_of(Screening, world.candidate("in_review"))
    response = call(f"/{record.pk}/receive-more")
    assert response.status_code == 409
    assert response.json()["type"] == "urn:spark:refused:state-moved"
    record.refresh_from_db()
    assert record.state == "in_review"


def test_a_system_lets_somebody_leave(world, app, call):
    record = record_of(Screening, world.candidate("in_review"))
    given = {"left_reason": "further_study", "reason": "考上了本科"}
    response = call(f"/{record.pk}/leave", **given)
    assert (response.status_code, response.json()["state"]) == (200, "withdrawn")
    assert standing(record.candidate) == ("left screening", "further_study")
    assert last_event(record) == {
        "verb": "screening.leave",
        "actor": app.service_user.pk,
        "reason": "考上了本科",
    }
    assert call(f"/{record.pk}/leave", **given).status_code == 409


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"left_reason": "further_study"}, "reason"),
        ({"left_reason": "not_selected", "reason": "未录取"}, "left_reason"),
    ],
)
def test_who_leaves_does_so_in_words_and_for_a_reason_that_is_offered(
    world, call, given, field
):
    record = record_of(Screening, world.candidate("in_review"))
    response = call(f"/{record.pk}/leave", **given)
    assert response.status_code == 400
    assert [e["pointer"] for e in response.json()["errors"]] == [f"#/{field}"]
    assert standing(record.candidate) == ("screening", "in_review")


def test_another_colleges_is_not_there(world, call):
    record = asked(world, campus=world.other)
    assert call(f"/{record.pk}", "GET").status_code == 404
    assert call(f"/{record.pk}/receive-more").status_code == 404


def test_who_may_only_read_does_nothing(world, client, app):
    record = asked(world)
    token = ask(client, scope="candidates:read").json()["access_token"]
    response = client.post(
        f"/api/v1/screenings/{record.pk}/receive-more",
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )
    assert response.status_code == 403


def test_they_are_narrowed_by_whose_they_are(world, call):
    record = asked(world)
    mine = f"?batch={world.batch.slug}&direction=comprehensive"
    assert ids(call(mine, "GET")) == [record.pk]
    later = world.intake("later", world.batch.closes_on)
    assert ids(call(f"?batch={later.slug}", "GET")) == []
    assert call(f"?campus={world.other.code}", "GET").status_code == 400
    assert call("?batch=nope", "GET").status_code == 400


def test_what_changed_since_comes_oldest_change_first(world, call):
    first, second = asked(world), asked(world)
    since = clock.now().isoformat()
    assert ids(call(f"?updated_since={quote(since)}", "GET")) == []
    for record in (second, first):
        call(f"/{record.pk}/receive-more")
    path = f"?updated_since={quote(since)}&page_size=1"
    page = call(path, "GET").json()
    assert [row["id"] for row in page["results"]] == [second.pk]
    page = call("?" + page["next"].partition("?")[2], "GET").json()
    assert [row["id"] for row in page["results"]] == [first.pk]


def test_a_draft_of_a_decision_is_no_change_that_a_college_knows_of(world, call):
    record = record_of(Screening, world.candidate("in_review"))
    before = call(f"/{record.pk}", "GET").json()
    actions.decide(
        actor=world.office, ids=[record.pk], decision="passed", reason="表达清楚"
    )
    assert call(f"/{record.pk}", "GET").json() == before


def ids(response) -> list[int]:
    return [row["id"] for row in response.json()["results"]]


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_the_same_for_one_and_for_three(
    world, call, count, django_assert_max_num_queries
):
    for _ in range(count):
        asked(world)
    with django_assert_max_num_queries(4):
        rows = call("", "GET").json()["results"]
    assert [row["asked_for"] for row in rows] == ["补一段视频"] * count
