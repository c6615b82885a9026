"""The demo's life for tests, at a time they choose."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import time_machine
from django.core.management import call_command
from django.db import transaction

from tests.reference import restore
from tests.story import moment

WEDNESDAY = moment("2026-11-25 11:20")


@contextmanager
def life(now: datetime = WEDNESDAY, **options: object) -> Iterator[None]:
    """The demo as made at `now`; nothing of it stays."""
    with transaction.atomic(), time_machine.travel(now, tick=False):
        restore()
        call_command("demo", stdout=io.StringIO(), **options)
        yield
        transaction.set_rollback(True)
