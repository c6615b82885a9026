"""Two database roles: the owner migrates, the runtime role does everything else.

The runtime role owns nothing, so it can neither switch off triggers nor edit history.
"""

import contextlib
from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

READ_ONLY = ["django_migrations", "pghistory_context"]
# django-pgtrigger lets any session name triggers to be ignored; here none ever is.
# Each trigger's migration writes the function anew, so this follows every migrate.
NEVER_IGNORE = """
    CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name)
    RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN FALSE; END'
"""


@contextlib.contextmanager
def as_owner(alias: str = "default") -> Iterator[None]:
    """Connects as the owner meanwhile: to migrate, make or empty a database.

    Raises:
        ImproperlyConfigured: no owner is known here, as in production's web servers.
    """
    connection = connections[alias]
    before = connection.settings_dict
    if before["USER"] == settings.OWNER_USER:
        yield
        return
    if not settings.OWNER_USER:
        raise ImproperlyConfigured(
            "OWNER_DATABASE_URL is not set: only the owner of the tables may do this"
        )
    if connection.in_atomic_block:
        raise RuntimeError("as_owner() reconnects: not inside a transaction")
    owner = {
        "USER": settings.OWNER_USER,
        "PASSWORD": settings.OWNER_PASSWORD,
        "OPTIONS": settings.OWNER_OPTIONS,
    }
    runtime = {key: before[key] for key in owner}
    try:
        connection.close()
        before.update(owner)
        yield
    finally:
        connection.close()
        before.update(runtime)


def grant_runtime(connection: BaseDatabaseWrapper) -> None:
    """Run by the owner after migrating: what the runtime role may do, and no more."""
    if settings.RUNTIME_ROLE == settings.OWNER_USER:
        return
    quote = connection.ops.quote_name
    role = quote(settings.RUNTIME_ROLE)
    database = quote(connection.settings_dict["NAME"])
    statements = [
        NEVER_IGNORE,
        f"GRANT CONNECT ON DATABASE {database} TO {role}",
        # A temporary table may have triggers, in which one could write history.
        f"REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC, {role}",
        f"GRANT USAGE ON SCHEMA public TO {role}",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}",
        "GRANT SELECT, INSERT, UPDATE, DELETE "
        f"ON ALL TABLES IN SCHEMA public TO {role}",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}",
    ]
    with transaction.atomic(connection.alias), connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for denied, names in (
            ("UPDATE, DELETE", _history_tables()),
            ("INSERT, UPDATE, DELETE", READ_ONLY),
        ):
            statements += [
                f"REVOKE {denied} ON {quote(name)} FROM {role}"
                for name in sorted(tables & set(names))
            ]
        cursor.execute(";\n".join(statements))


def _history_tables() -> list[str]:
    return [
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if hasattr(model, "pgh_tracked_model") and model._meta.managed
    ]


@contextlib.contextmanager
def without_triggers(table: str, alias: str = "default") -> Iterator[CursorWrapper]:
    """One transaction of the owner's in which nobody else writes to `table`.

    For what changes how a row is written and nothing that it says: no history.
    """
    connection = connections[alias]
    quoted = connection.ops.quote_name(table)
    with transaction.atomic(alias), connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {quoted} DISABLE TRIGGER USER")
        yield cursor
        cursor.execute(f"ALTER TABLE {quoted} ENABLE TRIGGER USER")
