"""Jobs over rows that may kill their worker: each try counts, and there are few."""

from collections.abc import Callable
from typing import TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)  # with `attempts`
TRIES = 3


def attempt(waiting: QuerySet[M], pk: int, work: Callable[[M], None]) -> None:
    """Do `work` with one of the `waiting`; safe to run twice, or side by side.

    The row stays locked meanwhile; whoever comes second does nothing. A worker that
    dies leaves nothing written, and its try is counted: that is a transaction of its
    own. The sweeper starts again.
    """
    with transaction.atomic():
        row = _take(waiting, pk)
        if row is None:
            return
        row.attempts += 1  # type: ignore[attr-defined]
        row.save(update_fields=["attempts"])
    with transaction.atomic():
        row = _take(waiting, pk)
        if row is not None:
            work(row)


def _take(waiting: QuerySet[M], pk: int) -> M | None:
    """The row, locked, if it still waits and nobody else works on it."""
    locked = waiting.select_for_update(skip_locked=True, of=("self",))
    return locked.filter(pk=pk).first()
