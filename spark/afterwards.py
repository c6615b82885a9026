"""What is written whatever becomes of the transaction: that something was tried.

Who is refused leaves nothing else behind; what must stay known of it is written once
the request or job is over, in a transaction of its own.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction
from django.http import HttpRequest, HttpResponse

_waiting: ContextVar[list[Callable[[], None]] | None] = ContextVar(
    "afterwards", default=None
)


def afterwards(write: Callable[[], None]) -> None:
    """Write it once all is over; at once, where nothing is waited for."""
    waiting = _waiting.get()
    if waiting is None:
        write()
    else:
        waiting.append(write)


@contextmanager
def written_afterwards() -> Iterator[None]:
    """Write at its end what was put off within, also after an exception."""
    if _waiting.get() is not None:
        yield
        return
    waiting: list[Callable[[], None]] = []
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
        for write in waiting:
            with transaction.atomic():
                write()


class AfterwardsMiddleware:
    """Writes it after the answer is made."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with written_afterwards():
            return self.get_response(request)
