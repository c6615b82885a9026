"""Background work, by name: nobody who asks for a job imports the task."""

from functools import partial

from celery import current_app
from django.db import transaction


def enqueue_on_commit(task: str, **kwargs: object) -> None:
    """Send `task` with `kwargs` (ids, not rows) once the transaction is committed.

    A broker that is down loses nothing: each job's rows are found again by a sweeper.
    """
    transaction.on_commit(partial(_send, task, kwargs), robust=True)


def _send(task: str, kwargs: dict) -> None:
    current_app.signature(task, kwargs=kwargs).apply_async(retry=False)
