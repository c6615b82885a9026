"""A campus's system sets up its webhooks, looks after them, and nobody else's."""

import json

import pytest
from standardwebhooks import Webhook as Verifier

from spark.crypto import decrypt
from spark.rest.models import Answer
from spark.webhooks.models import Webhook
from spark.webhooks.signing import shown
from tests.spark.rest.system import System
from tests.spark.webhooks.receiver import receiver, webhook, work

URL = "http://127.0.0.1:9/spark"


@pytest.fixture
def system(world) -> System:
    return System(world)


def sent(system: System, method: str, path: str, given: dict):
    return system.client.generic(
        method,
        f"/api/v1/{path}",
        json.dumps(given),
        "application/json",
        headers={"Authorization": f"Bearer {system.token}", "If-Match": "*"},
    )


def test_what_is_made_by_the_api_tells_and_is_believed(world, system, settings):
    with receiver() as taken:
        made = system.post("webhooks", {"url": taken.url, "description": "教务"})
        assert made.status_code == 201, made.json()
        secret = made.json()["secret"]
        system.post(f"webhooks/{made.json()['id']}/test")
        work()
        ((headers, body),) = taken.got
        said = Verifier(secret).verify(body, headers)
    assert said["type"] == "webhook.test"
    address = said["data"]["url"].removeprefix(settings.SITE_URL)
    assert system.get(address).json()["id"] == made.json()["id"]


def test_the_secret_is_shown_once_and_kept_encrypted(world, system):
    made = system.post("webhooks", {"url": URL}, idempotency_key="k").json()
    row = Webhook.objects.get()
    assert made["campus"] == world.campus.code
    assert shown(decrypt(bytes(row.secret))) == made["secret"]
    assert "secret" not in system.get(f"webhooks/{row.pk}").json()
    new = system.post(f"webhooks/{row.pk}/rotate-secret").json()
    assert new["secret"] != made["secret"] and new["former_until"]
    assert Answer.objects.get().body == made  # encrypted at rest, for a repeat


def test_it_is_changed_narrowed_and_removed(world, system):
    made = system.post("webhooks", {"url": URL}).json()
    path = f"webhooks/{made['id']}"
    changed = sent(system, "PATCH", path, {"types": ["screening.leave"]})
    assert changed.json()["types"] == ["screening.leave"]
    assert changed.json()["url"] == URL
    wrong = sent(system, "PATCH", path, {"types": ["screening.decide"]})
    assert wrong.status_code == 400
    assert sent(system, "DELETE", path, {}).status_code == 204
    assert not Webhook.objects.exists()


@pytest.mark.parametrize(
    "url",
    ["ftp://a.example/", "http://u:p@a.example/", "http://a.example/#x", "a", "", 7],
)
def test_a_wrong_address_is_named(world, system, url):
    answer = system.post("webhooks", {"url": url})
    assert answer.status_code == 400
    assert {error["pointer"] for error in answer.json()["errors"]} == {"#/url"}


def test_in_production_only_https_is_taken(world, system, settings):
    settings.ONLY_PUBLIC_ADDRESSES = True
    assert system.post("webhooks", {"url": URL}).status_code == 400
    given = {"url": "https://jw.example.edu.cn/spark"}
    assert system.post("webhooks", given).status_code == 201


def test_an_address_is_taken_once(world, system):
    assert system.post("webhooks", {"url": URL}).status_code == 201
    again = system.post("webhooks", {"url": URL})
    assert (again.status_code, again.json()["code"]) == (409, "webhook-there")


def test_another_campuss_is_not_there(world, system):
    other = webhook(world, URL)
    stranger = System(world, world.other)
    assert stranger.get("webhooks").json()["results"] == []
    assert stranger.get(f"webhooks/{other.pk}").status_code == 404
    assert stranger.get(f"webhooks/{other.pk}/deliveries").status_code == 404
    given = {"url": URL, "campus": world.campus.code}
    assert stranger.post("webhooks", given).status_code == 400


def test_without_the_scope_nothing(world):
    system = System(world, scopes="candidates:read")
    assert system.get("webhooks").status_code == 403
    assert system.post("webhooks", {"url": URL}).status_code == 403


def test_the_log_tells_each_attempt_and_one_is_sent_again(world, system):
    with receiver() as taken:
        hook = webhook(world, taken.url)
        world.candidate()
        taken.status, taken.answer = 500, "坏了".encode()
        work()
        (waiting,) = system.get(f"webhooks/{hook.pk}/deliveries").json()["results"]
        assert waiting["progress"] == "waiting" and waiting["due_at"]
        (attempt,) = waiting["attempts"]
        assert (attempt["status"], attempt["answer"]) == (500, "坏了")
        taken.status = 200
        path = f"webhooks/{hook.pk}/deliveries/{waiting['id']}/replay"
        assert system.post(path).status_code == 200
        assert work() == 1
    answer = system.get(f"webhooks/{hook.pk}/deliveries?progress=taken")
    assert [row["id"] for row in answer.json()["results"]] == [waiting["id"]]


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_cost_the_same_for_one_and_for_many(
    world, system, django_assert_num_queries, rows
):
    hook = webhook(world, URL)
    for number in range(rows - 1):
        webhook(world, f"{URL}/{number}")
    for _ in range(rows):
        system.post(f"webhooks/{hook.pk}/test")
    system.get("webhooks")
    with django_assert_num_queries(2):
        assert len(system.get("webhooks").json()["results"]) == rows
    with django_assert_num_queries(4):
        answer = system.get(f"webhooks/{hook.pk}/deliveries")
        assert len(answer.json()["results"]) == rows
