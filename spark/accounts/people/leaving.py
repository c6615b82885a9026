"""Verbs of the office about people who go, for good or for a while."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from spark.accounts.holdings import HOLDINGS
from spark.accounts.models import User
from spark.accounts.people.actions import (
    locked,
    name_of,
    not_oneself,
    on_a_person,
    others,
)
from spark.accounts.people.queries import (
    State,
    open_of,
    own_duties,
    state_of,
    successors,
)
from spark.accounts.scope import Actor
from spark.accounts.sessions import end_sessions
from spark.errors import Refused
from spark.notifications import outbox


@on_a_person(label=_("Work handed over"), when=lambda person: bool(person.work))
def hand_over(
    *, actor: Actor, pk: int, successor_id: int, reason: str, at: datetime
) -> None:
    """Give everything open to somebody who holds the same roles, and tell them.

    Raises:
        Refused: successor-unfit, or what a room objects to.
    """
    people = locked(actor, hand_over, pk, successor_id)
    _hand_over(actor, people[pk], people[successor_id], at)


@on_a_person(label=_("Log-in switched off"), when=lambda p: state_of(p) == State.ACTIVE)
def disable(
    *,
    actor: Actor,
    pk: int,
    reason: str,
    successor_id: int | None = None,
    at: datetime,
) -> None:
    """End log-in and sessions; what is open goes to the successor, or nothing happens.

    Raises:
        Refused: not-yourself, successor-needed, successor-unfit.
    """
    people = locked(actor, disable, pk, *([successor_id] if successor_id else []))
    person = people[pk]
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


def _may_come_back(person: User) -> bool:
    return state_of(person) == State.OFF and person.has_usable_password()


@on_a_person(label=_("Log-in switched on"), when=_may_come_back)
def enable(*, actor: Actor, pk: int, reason: str, at: datetime) -> None:
    """Somebody switched off logs in as before; their work stays where it went."""
    person = others(actor, pk, enable)
    if person.is_active or not person.has_usable_password():
        raise Refused("state-moved")
    person.is_active = True
    person.save()
    _tell("switched-on", actor, person, at)


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
