"""The embedded database as who may do everything there."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2
from django.db import connection


@contextmanager
def superuser() -> Iterator:
    """A cursor of its own connection; each statement is committed at once."""
    here = connection.settings_dict
    admin = psycopg2.connect(host=here["HOST"], dbname=here["NAME"], user="postgres")
    admin.autocommit = True
    try:
        with admin.cursor() as cursor:
            yield cursor
    finally:
        admin.close()
