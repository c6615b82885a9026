"""Verbs of the office about people who go, for good or for a while."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from spark import clock
from spark.accounts.holdings import HOLDINGS
from spark.accounts.models import User
from spark.accounts.people.actions import locked, name_of, not_oneself, others
from spark.accounts.people.queries import open_of, own_duties, successors
from spark.accounts.scope import Actor
from spark.accounts.sessions import end_sessions
from spark.audit import trail
from spark.errors import Refused
from spark.notifications import outbox


@trail.action("people.hand-over", _("Work handed over"), key=True, internal=True)
def hand_over(
    *,
    actor: Actor,
    person_id: int,
    successor_id: int,
    reason: str,
    at: datetime | None = None,
) -> None:
    """Give everything open to somebody who holds the same roles, and tell them.

    Raises:
        Refused: successor-unfit, or what a room objects to.
    """
    people = locked(actor, person_id, successor_id)
    _hand_over(actor, people[person_id], people[successor_id], at or clock.now())


@trail.action("people.disable", _("Log-in switched off"), key=True, internal=True)
def disable(
    *,
    actor: Actor,
    person_id: int,
    reason: str,
    successor_id: int | None = None,
    at: datetime | None = None,
) -> None:
    """End log-in and sessions; what is open goes to the successor, or nothing happens.

    Raises:
        Refused: not-yourself, successor-needed, successor-unfit.
    """
    at = at or clock.now()
    people = locked(actor, person_id, *([successor_id] if successor_id else []))
    person = people[person_id]
    not_oneself(actor, person)
    if not person.is_active:
        raise Refused("state-moved")
    if successor_id:
        _hand_over(actor, person, people[successor_id], at)
    elif work := sum(item.count for item in open_of(person)):
        raise Refused("successor-needed", count=work)
    person.is_active = False
    person.save()
    end_sessions(person)
    outbox.withdraw(person)
    _tell("switched-off", actor, person, at)


@trail.action("people.enable", _("Log-in switched on"), key=True, internal=True)
def enable(
    *, actor: Actor, person_id: int, reason: str, at: datetime | None = None
) -> None:
    """Somebody switched off logs in as before; their work stays where it went."""
    person = others(actor, person_id)
    if person.is_active or not person.has_usable_password():
        raise Refused("state-moved")
    person.is_active = True
    person.save()
    _tell("switched-on", actor, person, at or clock.now())


def _hand_over(actor: Actor, giver: User, taker: User, at: datetime) -> None:
    work = open_of(giver)
    if taker not in successors(giver, {item.role for item in work}):
        raise Refused("successor-unfit", name=taker.name)
    own_duties(giver).update(person=taker)
    for holding in HOLDINGS:
        holding.hand_over(actor=actor, giver=giver, taker=taker, at=at)
    if count := sum(item.count for item in work):
        outbox.put(
            "work-handed-over",
            to=[taker],
            subject=f"handed-over:{giver.pk}",
            dedup=f"handed-over:{giver.pk}:{at.timestamp()}",
            facts={"name": giver.name, "by": name_of(actor), "count": count},
            url="/",
        )


def _tell(kind: str, actor: Actor, person: User, at: datetime) -> None:
    outbox.put(
        kind,
        to=[person],
        subject=f"log-in:{person.pk}",
        dedup=f"{kind}:{person.pk}:{at.timestamp()}",
        facts={"by": name_of(actor)},
        url="/accounts/login/",
    )
