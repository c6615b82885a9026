"""People by the hundred thousand: copies of those there are, by the database itself.

The verbs would need half an hour for a million. Copies have other numbers and times,
no history, and nobody is told of them.
"""

import psycopg2
from django.conf import settings
from django.db.models import Model
from psycopg2.extensions import cursor as Cursor

from candidates.register.models import Candidate, Person
from candidates.screening.models import Screening

EARLIER = "({0} - number * interval '1 hour')"
SHIFTED = "({0} + number * {1})"
# Of each table in turn, what a copy has of its own.
OWN = {
    Person: {"id": SHIFTED, "id_hash": "md5({0} || '-' || number)"},
    Candidate: {
        "id": SHIFTED,
        "person_id": SHIFTED,
        "student_number": "('2024' || lpad((id + number * {1})::text, 9, '0'))",
        "stage_since": EARLIER,
        "state_since": EARLIER,
        "updated_at": EARLIER,
    },
    Screening: {"id": SHIFTED, "candidate_id": SHIFTED},
}


def multiply(wanted: int) -> int:
    """Copy everybody until there are about as many as wanted; returns how many."""
    have, last = Candidate.objects.count(), 10_000_000  # beyond every key there is
    if (times := wanted // have - 1) < 1:
        return have
    with psycopg2.connect(settings.OWNER_DATABASE_URL) as owner, owner.cursor() as ask:
        for model in OWN:
            copy(ask, model, times, last)
    return have * (times + 1)


def copy(ask: Cursor, model: type[Model], times: int, step: int) -> None:
    table, own = model._meta.db_table, OWN[model]
    columns = [f.column for f in model._meta.concrete_fields if not f.generated]
    values = [own.get(c, "{0}").format(f'"{c}"', step) for c in columns]
    names = ", ".join(f'"{column}"' for column in columns)
    ask.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    ask.execute(
        f"INSERT INTO {table} ({names}) SELECT {', '.join(values)}"  # noqa: S608
        f" FROM {table}, generate_series(1, {times}) AS number"
    )
    ask.execute("SET CONSTRAINTS ALL IMMEDIATE")
    ask.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    ask.execute(
        f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"  # noqa: S608
    )
    ask.execute(f"ANALYZE {table}")
