"""Background work, by name: nobody who asks for a job imports the task."""

import threading
import time
import zlib
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TypeVar

import structlog
from celery import current_app
from django.db import InterfaceError, OperationalError, connection, transaction

from spark.redis import REST, RedisGone, asking

# Each has a sign of life of its own in /healthz.
QUEUES = ("default", "notify", "solve", "media")
log = structlog.get_logger(__name__)
_unsent: deque[tuple[str, dict]] = deque(maxlen=1000)


def enqueue_on_commit(task: str, **kwargs: object) -> None:
    """Send `task` with `kwargs` (ids, not rows) once the transaction is committed.

    A broker that is down or hung loses nothing, and undoes nothing of what is done by
    then: it is asked once more by this process, and each job's rows are found again by
    a sweeper.
    """
    send = partial(_send, task, kwargs)
    # What Django calls it in the log; it needs a name to go on with the others.
    send.__qualname__ = f"enqueue_on_commit({task!r})"  # type: ignore[attr-defined]
    transaction.on_commit(send, robust=True)


def _send(task: str, kwargs: dict) -> None:
    if not _is_sent(task, kwargs):
        _unsent.append((task, kwargs))
        if len(_unsent) == 1:
            again = threading.Timer(REST, _send_again)
            again.daemon = True  # a process that ends leaves them to the sweepers
            again.start()


def _send_again() -> None:
    while _unsent:  # also what came meanwhile, for which nobody else was started
        _is_sent(*_unsent.popleft())


def _is_sent(task: str, kwargs: dict) -> bool:
    try:
        with asking():
            current_app.signature(task, kwargs=kwargs).apply_async(retry=False)
    except RedisGone:
        log.warning("job_not_sent", task=task, **kwargs)
        return False
    return True


@contextmanager
def alone(job: str) -> Iterator[bool]:
    """Whether nobody else is at it; the lock ends with who has it."""
    lock = [zlib.crc32(job.encode())]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", lock)
        (at_it,) = cursor.fetchone()
    try:
        yield at_it
    finally:
        if at_it:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", lock)


Done = TypeVar("Done")
AWAY = 20.0  # seconds for which a database that restarts is waited for


def lasting(do: Callable[[], Done]) -> Done:
    """What `do` returns, which is done again if the database was away meanwhile.

    For what came of something that can't be undone: it must not be forgotten because
    PostgreSQL was restarted.
    """
    ends = time.monotonic() + AWAY
    while True:
        try:
            return do()
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block or time.monotonic() > ends:
                raise
            connection.close()
            time.sleep(0.5)
