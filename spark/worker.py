"""The worker's side of Celery: it outlives its connection to the broker."""

from collections.abc import Callable
from functools import partial
from typing import Any

import structlog
from celery.worker.consumer import Consumer

log = structlog.get_logger(__name__)


class LastingConsumer(Consumer):
    """Connects again whatever became of the messages of a lost connection.

    Acknowledging one, or giving it back, trips over the closed channel with an
    AttributeError, which would end the worker and with it what it is doing. Lost
    messages are found from rows.
    """

    def on_connection_error_after_connected(self, exc: Exception) -> None:
        _going_on(super().on_connection_error_after_connected, exc)

    def call_soon_ack(self, p: Callable, *args: Any, **kwargs: Any) -> Any:
        return super().call_soon_ack(partial(_going_on, p, *args, **kwargs))


def _going_on(do: Callable, *args: Any, **kwargs: Any) -> None:
    try:
        do(*args, **kwargs)
    except AttributeError as error:
        log.warning("message_lost", error=str(error))
