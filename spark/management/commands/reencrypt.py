"""Writes everything encrypted anew under the newest of FIELD_KEYS.

While the site runs, as the tables' owner, in short transactions; run again, it goes on
where it stopped. Once it says that nothing was left, the older keys may go.
"""

from collections.abc import Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, models, transaction
from psycopg2.extras import execute_values

from spark import crypto
from spark.postgresql import as_owner, without_triggers

ENCRYPTED = (
    crypto.EncryptedTextField,
    crypto.EncryptedJSONField,
    crypto.EncryptedBinaryField,
)
BATCH = 500
BATCH_OF_FILES = 10  # of up to 10 MB each


SECRETS = ("secret", "seed")  # of one-time passwords, of recovery codes


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        with as_owner():
            for field in encrypted_fields():
                self._say(field, *reencrypt(field))
            self._say(Authenticator._meta.get_field("data"), *second_factors())

    def _say(self, field: models.Field, seen: int, written: int) -> None:
        column = f"{field.model._meta.db_table}.{field.column}"
        self.stdout.write(f"{column}: {written} of {seen} written anew")


def encrypted_fields() -> Iterator[models.Field]:
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, ENCRYPTED):
                yield field


def reencrypt(field: models.Field) -> tuple[int, int]:
    """How many rows hold something, and how many of them were under an older key."""
    size = BATCH_OF_FILES if isinstance(field, crypto.EncryptedBinaryField) else BATCH
    seen = written = last = 0
    while True:
        with without_triggers(field.model._meta.db_table) as cursor:
            rows = _after(cursor, field, last, size)
            anew = [
                (pk, new) for pk, old in rows if (new := _renewed_of(field, pk, old))
            ]
            if anew:
                _write(cursor, field, anew)
        if not rows:
            return seen, written
        seen, written, last = seen + len(rows), written + len(anew), rows[-1][0]


def _after(cursor: Any, field: models.Field, last: int, size: int) -> list[tuple]:
    """The next rows as the database holds them, by primary key."""
    table, key, column = _names(field)
    cursor.execute(
        f"SELECT {key}, {column} FROM {table}"  # noqa: S608
        f" WHERE {key} > %s AND {column} <> '' ORDER BY {key} LIMIT %s",
        [last, size],
    )
    return cursor.fetchall()


def _write(cursor: Any, field: models.Field, anew: list[tuple]) -> None:
    table, key, column = _names(field)
    execute_values(
        cursor.cursor,
        f"UPDATE {table} SET {column} = new.token FROM (VALUES %s) AS new (key, token)"  # noqa: S608
        f" WHERE {table}.{key} = new.key",
        anew,
    )


def _names(field: models.Field) -> list[str]:
    meta = field.model._meta
    names = (meta.db_table, meta.pk.column, field.column)
    return [connection.ops.quote_name(str(name)) for name in names]


def _renewed_of(
    field: models.Field, pk: int, stored: str | memoryview
) -> str | bytes | None:
    try:
        return _renewed(stored)
    except InvalidToken:
        table, column = field.model._meta.db_table, field.column
        raise CommandError(
            f"{table}.{column} of row {pk} fits none of FIELD_KEYS: add its key at the"
            " end. What was written so far stays; run it again."
        ) from None


def _renewed(stored: str | memoryview) -> str | bytes | None:
    if isinstance(stored, memoryview):
        return crypto.renewed(bytes(stored))
    new = crypto.renewed(stored.encode())
    return None if new is None else new.decode()


@transaction.atomic
def second_factors() -> tuple[int, int]:
    """Of log-in, which allauth keeps as JSON with our tokens in it."""
    seen = written = 0
    for factor in Authenticator.objects.select_for_update():
        seen += 1
        anew = {
            name: new
            for name in SECRETS
            if name in factor.data and (new := _renewed(factor.data[name]))
        }
        if anew:
            factor.data |= anew
            factor.save(update_fields=["data"])
            written += 1
    return seen, written
