"""Redis gone or hung: what was done is done, nobody waits long, limits still count."""

import json
import pickle
import socket
import time
from collections import deque
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client as Browser
from redis import Redis

from spark import jobs, redis
from spark.celery import app
from spark.jobs import enqueue_on_commit

PATIENCE = 2 * redis.TIMEOUT  # of who clicks
MANY = 50


@pytest.fixture(params=["gone", "hung"])
def sick(request, settings, monkeypatch) -> Iterator[str]:
    """Redis is at an address where nobody is, or somebody who never answers."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        if request.param == "gone":
            silent.close()
        monkeypatch.setattr(redis, "_rests_until", 0.0)
        monkeypatch.setattr(jobs, "REST", 3600)
        monkeypatch.setattr(jobs, "_unsent", deque())
        monkeypatch.setattr(app.conf, "broker_url", url)
        monkeypatch.setattr(app.amqp, "_producer_pool", None)
        settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": url}}
        cache._cache.memory.clear()
        yield request.param


class Took:
    """For how long a block ran."""

    def __enter__(self) -> "Took":
        self.began = time.monotonic()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds = time.monotonic() - self.began


@pytest.mark.django_db(transaction=True)
def test_what_is_committed_is_done_and_waits_once_for_all_its_jobs(sick, caplog):
    others = []
    with Took() as it, transaction.atomic():
        for number in range(MANY):
            enqueue_on_commit("trials.solve_round", pk=number)
        transaction.on_commit(lambda: others.append("ran"))
    assert others == ["ran"]
    assert it.seconds < PATIENCE
    assert caplog.text.count("job_not_sent") == MANY
    assert caplog.text.count("'event': 'redis_gone'") == 1


@pytest.mark.django_db(transaction=True)
def test_jobs_that_were_not_sent_are_sent_once_more_after_a_rest(
    sick, settings, monkeypatch
):
    queue = f"{settings.REDIS_PREFIX}solve"
    with Redis.from_url(settings.REDIS_URL) as client:
        before = client.llen(queue)
        monkeypatch.setattr(jobs, "REST", PATIENCE)
        for number in range(3):
            enqueue_on_commit("trials.solve_round", pk=number)
        unsent = jobs._unsent
        monkeypatch.undo()
        monkeypatch.setattr(jobs, "_unsent", unsent)
        assert client.llen(queue) == before
        end = time.monotonic() + 20
        while client.llen(queue) < before + 3 and time.monotonic() < end:
            time.sleep(0.1)
        assert client.llen(queue) == before + 3


@pytest.mark.django_db(transaction=True)
def test_a_job_that_cant_be_written_down_is_named_and_stops_no_other(caplog):
    others = []
    with transaction.atomic():
        enqueue_on_commit("trials.solve_round", pk=object())
        transaction.on_commit(lambda: others.append("ran"))
    assert others == ["ran"]
    assert "enqueue_on_commit('trials.solve_round')" in caplog.text


def test_the_cache_goes_on_in_the_memory_of_the_process(sick):
    with Took() as it:
        cache.set("one", 1)
        assert cache.get("one") == 1
        assert cache.add("one", 2) is False
        assert cache.add("two", 2) is True
        assert cache.incr("one") == 2
        assert cache.get_many(["one", "two", "three"]) == {"one": 2, "two": 2}
        cache.set_many({"three": 3}, 60)
        assert cache.has_key("three") and cache.touch("three", 60)
        cache.delete_many(["one", "two"])
        assert cache.delete("three") is True
        assert cache.get("one", "nothing") == "nothing"
        with pytest.raises(ValueError):
            cache.incr("one")
        cache.clear()
    assert it.seconds < PATIENCE


def test_after_a_rest_one_asks_again_and_what_redis_says_counts(monkeypatch):
    cache.set("said", "by Redis")
    monkeypatch.setattr(redis, "_rests_until", time.monotonic() + redis.REST)
    assert cache.get("said") is None
    assert redis.is_gone()
    monkeypatch.setattr(redis, "_rests_until", time.monotonic())
    assert cache.get("said") == "by Redis"
    assert not redis.is_gone()


def test_log_in_works_and_wrong_passwords_are_still_limited(sick, world):
    def log_in(password: str) -> tuple[int, str]:
        given = {"login": "lin@test.spark", "password": password}
        with Took() as it:
            response = Browser().post("/accounts/login/", given)
        assert it.seconds < PATIENCE
        return response.status_code, response.headers.get("Location", "")

    assert log_in("pw") == (302, "/")
    for _ in range(5):
        assert log_in("wrong")[0] == 200
    assert log_in("pw")[0] == 200


def test_pages_answer(sick, office):
    for page in ("/", "/candidates/", "/people/", "/inbox/"):
        with Took() as it:
            assert office.get(page).status_code == 200
        assert it.seconds < PATIENCE


def test_redis_holds_plain_data_and_runs_nothing(settings):
    cache.set("kept", {"names": ["林可欣"], "until": 1.5})
    with Redis.from_url(settings.REDIS_URL) as store:
        name = cache.make_key("kept")
        assert json.loads(store.get(name)) == {"names": ["林可欣"], "until": 1.5}
        store.set(name, pickle.dumps(["from an older release"]), 60)
    assert cache.get("kept") is None
    cache.delete("kept")
