"""Redis may be gone or hung. Spark then goes on without it, and waits for it rarely.

Whoever asks for something does so inside `asking`: the first to find Redis sick waits
for the timeout, everybody after it in the same process doesn't, for `REST` seconds.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

TIMEOUT = 1.0  # seconds, to connect and for each answer
REST = 5.0  # seconds

log = structlog.get_logger(__name__)
_turn = threading.Lock()
_rests_until = 0.0


class RedisGone(Exception):
    """Redis does not do what it was asked for, or failed so lately that nobody asks."""


@contextmanager
def asking() -> Iterator[None]:
    """Around what needs Redis.

    Raises:
        RedisGone: do without it.
    """
    _take_turn()
    try:
        yield
    except (RedisError, OperationalError, OSError) as error:
        _rest(error)
        raise RedisGone from error
    _works()


def is_gone() -> bool:
    return _rests_until > 0


def _take_turn() -> None:
    """After a rest, one tries again and the others don't wait for what it finds."""
    global _rests_until
    with _turn:
        now = time.monotonic()
        if now < _rests_until:
            raise RedisGone
        if _rests_until:
            _rests_until = now + REST


def _rest(error: Exception) -> None:
    global _rests_until
    with _turn:
        _rests_until = time.monotonic() + REST
    log.warning("redis_gone", error=f"{type(error).__name__}: {error}"[:200])


def _works() -> None:
    global _rests_until
    if _rests_until:
        with _turn:
            _rests_until = 0.0
        log.warning("redis_back")
