"""Checks of /healthz: does Redis answer, is work being done, is the outbox drained."""

from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus

import redis
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from health_check.base import HealthCheck
from health_check.exceptions import ServiceUnavailable, ServiceWarning
from health_check.views import HealthCheckView

from spark import clock
from spark.notifications import delivery
from spark.notifications.tasks import pulse_key
from spark.redis import TIMEOUT, is_gone

BUSY = 600  # seconds: longer than any job may take


class HealthView(HealthCheckView):
    """All checks; 500 if one has failed, 200 if all are well or only warn."""

    async def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = await super().get(request, *args, **kwargs)
        errors = [result.error for result in self.results if result.error]
        only_warns = all(isinstance(error, ServiceWarning) for error in errors)
        if response.status_code == HTTPStatus.INTERNAL_SERVER_ERROR and only_warns:
            response.status_code = HTTPStatus.OK
        return response


@dataclass
class Redis(HealthCheck):
    """It answers, and takes what is written."""

    def run(self) -> None:
        wait = {"socket_connect_timeout": TIMEOUT, "socket_timeout": TIMEOUT}
        pool = redis.ConnectionPool.from_url(settings.REDIS_URL, **wait)
        try:
            with redis.Redis(connection_pool=pool) as client:
                client.set(f"{settings.REDIS_PREFIX}asked", 1, ex=60)
        except redis.RedisError as error:
            raise ServiceUnavailable("Redis does not answer") from error
        finally:
            pool.disconnect()


@dataclass
class Pulse(HealthCheck):
    """Beat sends a task every 10 s and a worker of the queue runs it.

    A queue that may be busy with something long only warns at first.
    """

    queue: str
    may_be_busy: bool = False
    limit: float = 45

    def run(self) -> None:
        seen = cache.get(pulse_key(self.queue))
        if is_gone():
            raise ServiceWarning("can't be told without Redis")
        silent = clock.now().timestamp() - seen if seen else BUSY
        if silent > self.limit:
            said = f"beat or the workers of {self.queue} have been silent for 45 s"
            busy = self.may_be_busy and silent < BUSY
            raise (ServiceWarning if busy else ServiceUnavailable)(said)


@dataclass
class Outbox(HealthCheck):
    """Mail goes out: only a warning, for people can work on without it."""

    limit: float = 300

    def run(self) -> None:
        oldest, sending = delivery.oldest_waiting(), delivery.longest_sending()
        waits = (clock.now() - oldest).total_seconds() if oldest else 0
        if waits > self.limit:
            colour = "red" if waits > 6 * self.limit else "yellow"
            raise ServiceWarning(f"{colour}: the oldest message waits since {oldest}")
        if sending and sending > 2 * delivery.ANSWER:
            said = f"the mail server has been taking a message for {sending.seconds} s"
            raise ServiceWarning(said)
        if delivery.nothing_arrives(timedelta(seconds=self.limit)):
            raise ServiceWarning("the mail server takes nothing")
