"""The demo's life for tests, at a time they choose."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import time_machine
from django.core.management import call_command
from django.db import connection, transaction

from tests.reference import restore
from tests.spark.superuser import superuser
from tests.story import moment

WEDNESDAY = moment("2026-11-25 11:20")


@contextmanager
def life(now: datetime = WEDNESDAY, **options: object) -> Iterator[None]:
    """The demo as made at `now`; nothing of it stays."""
    sweep()
    with transaction.atomic(), time_machine.travel(now, tick=False):
        restore()
        call_command("demo", stdout=io.StringIO(), **options)
        take_statistics()
        yield
        transaction.set_rollback(True)


def sweep() -> None:
    """What tests before left dead, and counted: plans made by it take minutes."""
    tables = ", ".join(connection.introspection.django_table_names(only_existing=True))
    with superuser() as admin:
        admin.execute(f"VACUUM (ANALYZE) {tables}")


def take_statistics() -> None:
    """Of rows that nobody else sees yet: without them the planner guesses badly."""
    tables = ", ".join(connection.introspection.django_table_names(only_existing=True))
    with superuser() as admin, connection.cursor() as cursor:
        admin.execute("SELECT pg_advisory_lock(1)")  # one at a time changes a role
        admin.execute(f"GRANT pg_maintain TO {connection.settings_dict['USER']}")
        admin.execute("SELECT pg_advisory_unlock(1)")
        cursor.execute(f"ANALYZE {tables}")
