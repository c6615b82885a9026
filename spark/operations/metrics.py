"""What /metrics says beside what web processes count: read when it is asked for."""

from collections.abc import Iterator

import structlog
from django.db import DatabaseError
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric

from spark import clock
from spark.operations import queries
from spark.operations.queues import queues

log = structlog.get_logger(__name__)


class Operations:
    """Gauges of queues, messages and periodic jobs."""

    def collect(self) -> Iterator[Metric]:
        yield from _of_queues()
        try:
            yield from [*_of_messages(), *_of_jobs()]
        except DatabaseError as error:  # what is known without it, is told
            log.warning("metrics_without_database", error=type(error).__name__)


def exported() -> bytes:
    """In Prometheus's text format."""
    registry = CollectorRegistry()
    registry.register(Operations())
    return generate_latest(registry)


def _of_queues() -> Iterator[Metric]:
    found = queues()
    up = GaugeMetricFamily("spark_redis_up", "Whether Redis answers")
    up.add_metric([], found is not None)
    length = _gauge("spark_queue_length", "Tasks that wait", "queue")
    pulse = _gauge("spark_pulse_age_seconds", "Since workers' last sign", "queue")
    for queue in found or []:
        length.add_metric([queue.name], queue.length)
        if queue.silent is not None:
            pulse.add_metric([queue.name], queue.silent)
    yield from (up, length, pulse)


def _of_messages() -> Iterator[Metric]:
    waiting = _gauge("spark_messages_waiting", "Not sent yet", "channel")
    oldest = _gauge("spark_messages_oldest_seconds", "The oldest due", "channel")
    failed = _gauge("spark_messages_undelivered", "Given up", "channel")
    now = clock.now()
    for one in queries.traffic():
        waiting.add_metric([one.channel], one.waiting)
        age = (now - one.oldest).total_seconds() if one.oldest else 0
        oldest.add_metric([one.channel], age)
        failed.add_metric([one.channel], one.failed)
    yield from (waiting, oldest, failed)


def _of_jobs() -> Iterator[Metric]:
    age = _gauge("spark_job_age_seconds", "Since a periodic job was last done", "job")
    failed = _gauge("spark_job_failed", "Whether its last run failed", "job")
    now = clock.now()
    for job, run in queries.runs():
        if run and run.done_at:
            age.add_metric([job.key], (now - run.done_at).total_seconds())
        if run and run.ended_at:
            failed.add_metric([job.key], run.failed)
    yield from (age, failed)


def _gauge(name: str, told: str, label: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, told, labels=[label])
