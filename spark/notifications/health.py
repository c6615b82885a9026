"""Checks of /healthz: is work being done, is the outbox drained."""

from dataclasses import dataclass

from django.core.cache import cache
from health_check.base import HealthCheck
from health_check.exceptions import ServiceUnavailable

from spark import clock
from spark.notifications.delivery import oldest_waiting
from spark.notifications.tasks import PULSE


@dataclass
class Pulse(HealthCheck):
    """Beat sends a task every 10 s and a worker runs it."""

    limit: float = 45

    def run(self) -> None:
        seen = cache.get(PULSE)
        if seen is None or clock.now().timestamp() - seen > self.limit:
            raise ServiceUnavailable("beat or worker has been silent for 45 s")


@dataclass
class Outbox(HealthCheck):
    """No message has waited longer than five minutes for its first try."""

    limit: float = 300

    def run(self) -> None:
        oldest = oldest_waiting()
        if oldest and (clock.now() - oldest).total_seconds() > self.limit:
            raise ServiceUnavailable("the oldest message waits since " + str(oldest))
