"""Rows that give a known person's ID number under another name.

They are refused in words that tell nobody whose number it is; the office finds out. A
college whose rows are unclear too often waits: who tries numbers learns little by it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from candidates.register.actions import check_reason
from candidates.register.models import Batch, Person
from candidates.rosters.access import UNCLEAR
from candidates.rosters.models import UnclearRow
from candidates.rosters.queries import MOST, key_of, unclear_lately
from spark import clock
from spark.accounts.models import Role, User
from spark.accounts.scope import SYSTEM, Actor
from spark.accounts.security.log import note
from spark.accounts.security.models import SecurityKind
from spark.accounts.verbs import verb
from spark.afterwards import afterwards
from spark.audit import trail
from spark.campuses.models import Campus
from spark.duties import board
from spark.duties.models import Duty
from spark.errors import Refused

TIME = timedelta(days=3)


class Unclear(NamedTuple):
    """Whose ID number was given, under which name."""

    person: Person
    name: str


def check_often(campus: Campus) -> None:
    """Raises Refused unclear-too-often."""
    if unclear_lately(campus) > MOST:
        raise Refused("unclear-too-often", status=429)


def note_unclear(
    actor: Actor, batch: Batch, campus: Campus, found: Sequence[Unclear]
) -> None:
    """Have it on record, whatever becomes of the other rows.

    Raises:
        Refused: unclear-too-often, for all of what was sent.
    """
    if not found:
        return
    afterwards(partial(_write, actor, batch, campus, found))
    keys = [key_of(campus, person, name) for person, name in found]
    if unclear_lately(campus, keys) > MOST:
        raise Refused("unclear-too-often", status=429)


trail.declare("unclear.noted", _("A row's person was unclear"), internal=True)


def _write(
    actor: Actor, batch: Batch, campus: Campus, found: Sequence[Unclear]
) -> None:
    sender = actor if isinstance(actor, User) else None
    now = clock.now()
    with trail.acting(SYSTEM, "unclear.noted"):
        Campus.objects.select_for_update(no_key=True).get(pk=campus.pk)
        rows = [
            UnclearRow(
                campus=campus,
                batch=batch,
                person=person,
                name=name,
                key=key_of(campus, person, name),
                sent_by=sender,
                found_at=now,
            )
            for person, name in found
        ]
        UnclearRow.objects.bulk_create(rows, ignore_conflicts=True)
        _remind(campus, now)
        note(SecurityKind.UNCLEAR, actor, what=f"{campus.name_zh[:50]}: {len(found)}")


def _remind(campus: Campus, at: datetime) -> None:
    """One duty for a day's rows of a college, about the first of them."""
    begins = clock.midnight(clock.day(at))
    asked = Duty.objects.filter(code="person-unclear", campus=campus, closed_at=None)
    rows = _of_day(campus, at).filter(found_out_at=None).order_by("pk")
    first = rows.first()
    if first is None or asked.filter(opened_at__gte=begins).exists():
        return
    board.open_many(
        [
            Duty(
                code="person-unclear",
                subject=board.subject_of(first),
                about=campus.name_zh,
                about_en=campus.name_en,
                role=Role.OFFICE,
                campus_id=campus.pk,
                due_at=at + TIME,
                url="/unclear/",
                opened_at=at,
            )
        ]
    )


def _of_day(campus: Campus, at: datetime) -> QuerySet[UnclearRow]:
    begins = clock.midnight(clock.day(at))
    rows = UnclearRow.objects.filter(campus=campus, found_at__gte=begins)
    return rows.filter(found_at__lt=begins + timedelta(days=1))


@verb(
    UNCLEAR,
    roles={Role.OFFICE},
    label=_("Found out whose row it is"),
    many=False,
    internal=True,
    when=lambda row: row.found_out_at is None,
)
def find_out(row: UnclearRow, *, reason: str, at: datetime) -> None:
    """Note who it is, and what was done; the name that was given is forgotten.

    Raises:
        Refused: state-moved, reason-missing.
    """
    check_reason(reason)
    if row.found_out_at:
        raise Refused("state-moved")
    row.found_out_at, row.name = at, ""
    row.save(update_fields=["found_out_at", "name"])
    day = _of_day(row.campus, row.found_at)
    if not day.filter(found_out_at=None).exists():
        board.close(day, "person-unclear", at=at)
