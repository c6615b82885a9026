"""All that the database holds, as text: to look for what mustn't be there or change."""

from django.db import connection


def rows_of_all_tables() -> dict[str, str]:
    """By table, in an order of their own."""
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        return {table: _rows(cursor, table) for table in tables}


def _rows(cursor, table: str) -> str:
    cursor.execute(
        f"SELECT string_agg(t::text, chr(10) ORDER BY t::text) FROM {table} t"
    )
    return cursor.fetchone()[0] or ""
