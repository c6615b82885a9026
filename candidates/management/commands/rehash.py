"""Hashes all ID numbers anew under LOOKUP_KEY: nobody is found by number meanwhile.

Stop web servers and workers, change the key everywhere, run this as the tables' owner,
start them again. All or nothing in one transaction; run twice, it changes nothing.
"""

from typing import Any

from django.core.management.base import BaseCommand
from psycopg2.extras import execute_values

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
    """How many people had a hash by another key."""
    changed = last = 0
    with without_triggers(Person._meta.db_table) as cursor:
        known = Person.objects.filter(merged_into=None).exclude(id_number="")
        rows = known.order_by("pk").values_list("pk", "id_number", "id_hash")
        while found := list(rows.filter(pk__gt=last)[:BATCH]):
            anew = [
                (pk, digest)
                for pk, number, old in found
                if (digest := keyed_hash(number)) != old
            ]
            if anew:
                _write(cursor.cursor, anew)
            changed, last = changed + len(anew), found[-1][0]
    return changed


def _write(cursor: Any, anew: list[tuple[int, str]]) -> None:
    execute_values(
        cursor,
        "UPDATE candidates_person SET id_hash = new.digest"
        " FROM (VALUES %s) AS new (key, digest) WHERE id = new.key",
        anew,
        page_size=BATCH,
    )


def _open_invitations() -> int:
    """Their links are found by a hash too, of a token that only the letter holds."""
    waiting = Invitation.objects.filter(accepted_at=None, withdrawn_at=None)
    return waiting.exclude(token_hash=None).count()
