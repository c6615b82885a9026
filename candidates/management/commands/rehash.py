"""Hashes all ID numbers anew under LOOKUP_KEY: nobody is found by number meanwhile.

Stop web servers and workers, change the key everywhere, run this as the tables' owner,
start them again. All or nothing in one transaction; run twice, it changes nothing.
"""

from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import QuerySet
from psycopg2.extras import execute_values

from candidates.applying.models import Application
from candidates.register.models import Person
from spark.accounts.models import Invitation
from spark.crypto import keyed_hash
from spark.postgresql import as_owner, without_triggers

BATCH = 2_000


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        with as_owner():
            changed = rehash()
            self.stdout.write(f"{changed} ID numbers hashed anew")
            if changed and (waiting := _open_invitations()):
                self.stdout.write(
                    f"{waiting} invitations are void: send them again on “People”"
                )


def rehash() -> int:
    """How many people and applications had a hash by another key."""
    known = Person.objects.filter(merged_into=None).exclude(id_number="")
    return _hashed_anew(known) + _hashed_anew(Application.objects.exclude(id_number=""))


def _hashed_anew(known: QuerySet) -> int:
    changed = last = 0
    table = known.model._meta.db_table
    with without_triggers(table) as cursor:
        rows = known.order_by("pk").only("id_number", "id_hash")
        while found := list(rows.filter(pk__gt=last)[:BATCH]):
            anew = [
                (row.pk, digest)
                for row in found
                if (digest := keyed_hash(row.id_number)) != row.id_hash
            ]
            if anew:
                _write(cursor.cursor, table, anew)
            changed, last = changed + len(anew), found[-1].pk
    return changed


def _write(cursor: Any, table: str, anew: list[tuple[int, str]]) -> None:
    execute_values(
        cursor,
        f"UPDATE {table} SET id_hash = new.digest"  # noqa: S608 -- a table of ours
        " FROM (VALUES %s) AS new (key, digest) WHERE id = new.key",
        anew,
        page_size=BATCH,
    )


def _open_invitations() -> int:
    """Their links are found by a hash too, of a token that only the letter holds."""
    waiting = Invitation.objects.filter(accepted_at=None, withdrawn_at=None)
    return waiting.exclude(token_hash=None).count()
