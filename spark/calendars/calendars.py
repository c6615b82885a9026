"""The calendars that stand below all rooms: one's own, a college's, a base's.

In one's own is what is due, as days: without names, since who holds the calendar's
address is not asked who they are.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from spark import clock
from spark.accounts.queries import first_duties_of
from spark.accounts.roles import STAFF_ROLES, GuestRole, Role
from spark.accounts.scope import Guest, grants_of, has_role
from spark.calendars.kinds import Event, Kind, Reader, add_kind, add_source
from spark.campuses.models import Base, Campus
from spark.duties import board
from spark.duties.kinds import DUTY_KINDS
from spark.duties.models import Duty

FIRST = 2000  # duties for each role and place
NAMED = 3  # things in an event's words


def campuses(reader: Reader) -> QuerySet[Campus]:
    rows = Campus.objects.all()
    if has_role(reader, Role.OFFICE):
        return rows
    return rows.filter(pk__in=grants_of(reader).at(Role.COORDINATOR))


def bases(reader: Reader) -> QuerySet[Base]:
    rows = Base.objects.all()
    if has_role(reader, Role.OFFICE):
        return rows
    return rows.filter(pk__in=grants_of(reader).at(Role.MENTOR, "base"))


def due(
    reader: Reader, place: int | None, since: datetime, until: datetime
) -> Iterator[Event]:
    """An event for each day and kind of duties that the reader has."""
    if isinstance(reader, Guest):
        return
    first = first_duties_of(reader, FIRST)
    rows = Duty.objects.filter(pk__in=first, due_at__range=(since, until))
    by_day = sorted(rows, key=lambda duty: (clock.day(duty.due_at), duty.code, duty.pk))
    for (day, code), some in groupby(by_day, lambda d: (clock.day(d.due_at), d.code)):
        duties = list(some)
        what, consequence, _verb = board.words(code, _about(duties))
        yield Event(
            key=f"duties-{code}-{day:%Y%m%d}-{reader.pk}",
            starts=day,
            ends=None,
            summary=what,
            changed=max(duty.updated_at for duty in duties),
            text=consequence,
            url=DUTY_KINDS[code].url if len(duties) > 1 else duties[0].url,
        )


def _about(duties: Sequence[Duty]) -> str:
    """How many people; or the names of a few other things."""
    number = len(duties)
    if any(duty.candidate_key for duty in duties):
        return ngettext("%(n)d person", "%(n)d people", number) % {"n": number}
    if number > NAMED:
        return str(number)
    return str(_(", ")).join(duty.called for duty in duties if duty.about)


STAFF = frozenset(STAFF_ROLES)
add_kind(Kind("own", _("My schedule"), 0, STAFF | {GuestRole.CANDIDATE}))
add_kind(
    Kind(
        "campus",
        _("A college's trials"),
        10,
        frozenset({Role.COORDINATOR, Role.OFFICE}),
        campuses,
    )
)
add_kind(
    Kind(
        "base",
        _("A base's trials"),
        20,
        frozenset({Role.MENTOR, Role.OFFICE}),
        bases,
    )
)
add_source("own", due)
