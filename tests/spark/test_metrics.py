"""Metrics are for whoever has the token, and say how Spark itself is doing."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from spark import clock
from spark.jobs import QUEUES
from spark.notifications import tasks
from spark.operations.models import JobRun
from tests.spark.notifications.test_outbox import waiting
from tests.spark.operations.letters import given_up


@pytest.mark.parametrize(
    ("given", "status"), [("Bearer 令牌", 200), ("Bearer 令", 403), ("", 403)]
)
def test_metrics_are_for_whoever_has_the_token(db, client, settings, given, status):
    settings.METRICS_TOKEN = "令牌"
    assert (
        client.get("/metrics", headers={"Authorization": given}).status_code == status
    )
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"Authorization": ""}).status_code == 403


@pytest.fixture
def asked(client, settings):
    """The values of our gauges."""
    settings.METRICS_TOKEN = "token"

    def ask() -> dict[str, float]:
        page = client.get("/metrics", headers={"Authorization": "Bearer token"}).text
        lines = [line.rpartition(" ") for line in page.splitlines()]
        return {name: float(n) for name, _, n in lines if name.startswith("spark_")}

    return ask


def test_they_tell_of_queues_messages_and_jobs(
    asked, world, time_machine, django_assert_num_queries
):
    now = clock.now()
    time_machine.move_to(now, tick=False)
    cache.clear()
    cache.set(tasks.pulse_key("solve"), now.timestamp() - 30)
    waiting(world.lin, "one", due_at=now - timedelta(minutes=2))
    given_up(world.lin)
    done = now - timedelta(hours=2)
    JobRun.objects.create(
        job="duties.forget", since=done, done_at=done, ended_at=now, failed_at=now
    )
    with django_assert_num_queries(5):
        found = asked()
    queues = {f'spark_queue_length{{queue="{name}"}}' for name in QUEUES}
    assert queues < found.keys()
    assert {name: n for name, n in found.items() if name not in queues} == {
        "spark_redis_up": 1,
        'spark_pulse_age_seconds{queue="solve"}': pytest.approx(30),
        'spark_messages_waiting{channel="email"}': 1,
        'spark_messages_oldest_seconds{channel="email"}': 120,
        'spark_messages_undelivered{channel="email"}': 1,
        'spark_job_age_seconds{job="duties.forget"}': 7200,
        'spark_job_failed{job="duties.forget"}': 1,
    }


def test_without_redis_the_rest_is_told(asked, db, settings, monkeypatch):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    monkeypatch.setattr("spark.redis._rests_until", 0.0)
    found = asked()
    assert found["spark_redis_up"] == 0
    assert 'spark_messages_waiting{channel="email"}' in found
    assert not any(name.startswith("spark_queue") for name in found)
