"""A database that makes people wait too long: 503, and when to try again."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from spark.environment import limited
from tests.candidates.lists.test_api import URL, application, ask, get
from tests.spark.superuser import superuser
from tests.world import World


@contextmanager
def candidates_locked(limit: str) -> Iterator[None]:
    """By somebody else, for longer than this test's connection waits."""
    with connection.cursor() as mine, superuser() as other:
        mine.execute(f"SET {limit} = '100ms'")
        other.execute("BEGIN; LOCK TABLE candidates_candidate")
        try:
            yield
        finally:
            other.execute("ROLLBACK")
            mine.execute(f"RESET {limit}")


@pytest.mark.parametrize("limit", ["lock_timeout", "statement_timeout"])
def test_who_waited_too_long_is_told_to_come_back(transactional_db, limit):
    browser = Client(raise_request_exception=False)
    browser.force_login(World().office)
    with candidates_locked(limit):
        answer = browser.get("/candidates/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "系统正忙" in answer.text and "Busy just now" in answer.text
    assert browser.get("/candidates/").status_code == 200


def test_a_system_is_told_as_a_problem(transactional_db):
    world = World()
    client = Client(raise_request_exception=False)
    application(world, world.campus)
    token = ask(client).json()["access_token"]
    with candidates_locked("lock_timeout"):
        answer = get(client, URL, token)
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == 503


def test_a_fault_of_ours_is_none_of_these(transactional_db, monkeypatch):
    client = Client(raise_request_exception=False)
    monkeypatch.setattr(settings, "METRICS_TOKEN", None)
    answer = client.get("/metrics")
    assert answer.status_code == 500 and "我们这边出错了" in answer.text


def test_every_connection_is_limited(db):
    with connection.cursor() as cursor:
        found = []
        for name in ("statement", "lock"):
            cursor.execute(f"SHOW {name}_timeout")
            found += cursor.fetchone()
    assert found == ["30s", "10s"]
    options = limited({"sslmode": "require"}, statement=30, lock=10, idle=60)
    assert "-c idle_in_transaction_session_timeout=60s" in options["options"]
    assert options["sslmode"] == "require"
