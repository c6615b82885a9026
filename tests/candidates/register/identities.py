"""Doing things to identities, for their tests."""

from datetime import date, timedelta

import pytest
from django.db import connection

from candidates.register import actions
from candidates.register.models import (
    Candidate,
)
from candidates.rosters.actions import add_candidates
from spark import clock
from spark.accounts.scope import SYSTEM
from spark.errors import Refused
from tests.world import World, invented

WHY = "核对身份证原件"
ADULT = date(2005, 6, 7)


def years_ago(years: int) -> date:
    """The birth date of somebody who is `years` for another half year."""
    return clock.today() - timedelta(days=years * 365 + years // 4 + 180)


def opening(pk: int, **changes):
    given = {"pk": pk, "purpose": "check", "reason": WHY} | changes
    return lambda actor: actions.open_id_number(actor=actor, **given)


def correcting(pk: int, **changes):
    given = {"pk": pk, "reason": WHY} | changes
    return lambda actor: actions.correct_identity(actor=actor, **given)


def merging(pk: int, other: int, **changes):
    given = {"pk": pk, "other": other, "reason": WHY} | changes
    return lambda actor: actions.merge_persons(actor=actor, **given)


def changing(pk: int, **given):
    return lambda actor: actions.change_particulars(actor=actor, pk=pk, **given)


def refused(act) -> Refused:
    with pytest.raises(Refused) as caught:
        act(actor=SYSTEM)
    return caught.value


def history() -> str:
    """Every cell of every event table and its context, as text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables"
            " WHERE schemaname = 'public' AND tablename LIKE '%event'"
        )
        tables = [name for (name,) in cursor.fetchall()]
        found = []
        for name in tables:
            cursor.execute(f'SELECT t::text FROM "{name}" t')  # noqa: S608
            found += [row for (row,) in cursor.fetchall()]
    return "\n".join(found)


def in_another_batch(world: World, **entry) -> Candidate:
    """Somebody in an earlier batch."""
    earlier = world.intake("earlier", world.batch.closes_on - timedelta(days=200))
    add_candidates(
        actor=SYSTEM, batch=earlier, campus=world.campus, entries=[invented(**entry)]
    )
    return Candidate.objects.latest("pk")
