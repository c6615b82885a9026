"""What waits in Redis to be done, and when each queue's workers last said they live."""

from dataclasses import dataclass

import redis
from django.conf import settings
from django.core.cache import cache

from spark import clock
from spark.jobs import QUEUES
from spark.notifications.health import BUSY, Pulse
from spark.notifications.tasks import pulse_key
from spark.operations.timetable import Colour
from spark.redis import TIMEOUT, RedisGone, asking, is_gone


@dataclass(frozen=True)
class Queue:
    """A queue of tasks.

    Args:
        length: how many wait.
        silent: seconds since its workers' last sign of life; None if there was none.
    """

    name: str
    length: int
    silent: float | None

    @property
    def colour(self) -> Colour:
        """As /healthz has it: a queue that may be busy is yellow first."""
        if self.silent is None:
            return Colour.RED
        if self.silent <= Pulse.limit:
            return Colour.GREEN
        long = self.name == "default" or self.silent > BUSY
        return Colour.RED if long else Colour.YELLOW


def queues() -> list[Queue] | None:
    """None if Redis doesn't answer."""
    try:
        with asking():
            lengths = _lengths()
    except RedisGone:
        return None
    pulses = cache.get_many([pulse_key(name) for name in QUEUES])
    if is_gone():
        return None
    now = clock.now().timestamp()
    silent = {key: max(now - seen, 0) for key, seen in pulses.items() if seen}
    return [
        Queue(name, length, silent.get(pulse_key(name)))
        for name, length in zip(QUEUES, lengths, strict=True)
    ]


def _lengths() -> list[int]:
    wait = {"socket_connect_timeout": TIMEOUT, "socket_timeout": TIMEOUT}
    pool = redis.ConnectionPool.from_url(settings.REDIS_URL, **wait)
    try:
        with redis.Redis(connection_pool=pool) as client, client.pipeline() as asked:
            for name in QUEUES:
                asked.llen(f"{settings.REDIS_PREFIX}{name}")
            return asked.execute()
    finally:
        pool.disconnect()
