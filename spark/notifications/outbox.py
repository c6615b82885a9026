"""Putting messages into the outbox, and taking out what is not to be sent."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from spark import clock
from spark.audit import trail
from spark.jobs import enqueue_on_commit
from spark.notifications import preferences, quiet
from spark.notifications.batches import NONE, OfBatch
from spark.notifications.foretelling import OWN, SYSTEMS, Foretold, is_noted
from spark.notifications.kinds import MESSAGE_KINDS, MessageKind
from spark.notifications.models import (
    CampusMessage,
    Channel,
    GuestMessage,
    Message,
    Preference,
    State,
)
from spark.text.numbers import without_numbers

if TYPE_CHECKING:
    from spark.accounts.models import User

KEPT = timedelta(days=90)


def put(
    kind: str,
    *,
    to: Iterable["User"],
    subject: str,
    dedup: str,
    facts: dict,
    url: str = "",
    at: datetime | None = None,
    urgent: bool = False,
    of: OfBatch = NONE,
    campus: int | None = None,
) -> None:
    """Write one row per recipient and channel they want; in the caller's transaction.

    A waiting message on the same subject to the same person is superseded.

    Args:
        dedup: the same key twice is one message, e.g. the record and its new state.
        at: when what it tells happened.
        urgent: goes first, and by night too, as what opens an account does.
        of: the batch it belongs to; while that one's are held, nobody sees it.
        campus: the key of the college whose people they are, for who looks before.
    """
    people, now = list(to), clock.now()
    at = at or now
    by_night = urgent or MESSAGE_KINDS[kind].by_night
    due_at = now if by_night else quiet.over(now)
    unwanted = _unwanted(MESSAGE_KINDS[kind], people)
    rows = [
        Message(
            kind=kind,
            to=person,
            channel=channel,
            subject=subject,
            dedup_key=dedup,
            facts=of.facts(without_own(facts)),
            url=url,
            created_at=at,
            due_at=due_at,
            batch=of.key,
            held=of.held,
            priority=MESSAGE_KINDS[kind].priority(urgent),
        )
        for person in people
        for channel in MESSAGE_KINDS[kind].channels
        if (person.pk, channel) not in unwanted
    ]
    if is_noted(*_foretold(rows, campus)) or not rows:
        return
    Message.objects.filter(
        subject=subject, to__in=[row.to for row in rows], state=State.WAITING
    ).exclude(dedup_key=dedup).update(state=State.SUPERSEDED)
    for row in rows:
        if row.channel == Channel.IN_APP and not row.held:
            row.state, row.sent_at = State.SENT, at
    Message.objects.bulk_create(rows, ignore_conflicts=True)
    enqueue_on_commit("notifications.deliver")


def _foretold(rows: Iterable[Message], campus: int | None) -> Iterator[Foretold]:
    for channel, number in Counter(row.channel for row in rows).items():
        first = next(row for row in rows if row.channel == channel)
        yield Foretold(first.kind, channel, number, first.facts, campus, first.held)


def without_own(facts: Any) -> Any:
    """What is sent, without ID numbers, bank cards, and phones in what people wrote.

    People were refused them (`spark.audit.trail`); what software found is starred.
    """
    if isinstance(facts, Mapping):
        return {
            name: without_numbers(value, phones=name in trail.WRITTEN)
            if isinstance(value, str)
            else without_own(value)
            for name, value in facts.items()
        }
    if isinstance(facts, list | tuple):
        return [without_own(value) for value in facts]
    return without_numbers(facts) if isinstance(facts, str) else facts


@dataclass(frozen=True)
class Told:
    """What one guest is told, who is named by the key of the row they came for.

    Args:
        about: the record, or what else is told of once at a time.
        url: where it is seen.
        of: as `put` takes it.
    """

    key: int
    about: str
    facts: dict
    url: str = ""
    of: OfBatch = NONE


def tell_guests(kind: str, told: Iterable[Told], *, at: datetime) -> None:
    """Put it on the own pages of the kind's one audience; in the caller's transaction.

    The same about the same, told at the same time, is one message.
    """
    (role,) = MESSAGE_KINDS[kind].audience
    told = list(told)
    if is_noted(*(_on_own_page(kind, one) for one in told)):
        return
    GuestMessage.objects.bulk_create(
        (
            GuestMessage(
                role=role,
                key=one.key,
                kind=kind,
                facts=one.of.facts(without_own(one.facts)),
                url=one.url,
                dedup_key=f"{kind}:{one.about}:{at.timestamp()}",
                created_at=at,
                batch=one.of.key,
                held=one.of.held,
            )
            for one in told
        ),
        ignore_conflicts=True,
    )


def _on_own_page(kind: str, told: Told) -> Foretold:
    return Foretold(kind, OWN, 1, told.of.facts(told.facts), held=told.of.held)


def tell_systems(
    kind: str,
    *,
    campus: int,
    subject: str,
    dedup: str,
    facts: dict,
    at: datetime,
    of: OfBatch = NONE,
) -> None:
    """Keep what a college is told for its systems, unless it switched the kind off.

    In the caller's transaction.

    Args:
        campus: its key.
        subject: `<model>:<id>`; empty if it is about several records.
        dedup: as `put` takes it; so `of`.
    """
    if not preferences.for_systems(MESSAGE_KINDS[kind], campus):
        return
    if is_noted(Foretold(kind, SYSTEMS, 1, facts, campus, of.held)):
        return
    row = CampusMessage(
        campus_id=campus,
        kind=kind,
        subject=subject,
        facts=of.facts(without_own(facts)),
        dedup_key=dedup,
        sent_at=at,
        batch=of.key,
        held=of.held,
    )
    CampusMessage.objects.bulk_create([row], ignore_conflicts=True)


def _unwanted(kind: MessageKind, people: Collection["User"]) -> set[tuple[int, str]]:
    if kind.essential:
        return set()
    rows = Preference.objects.filter(kind=kind.name, person__in=people)
    return set(rows.values_list("person", "channel"))


def withdraw(
    to: "User", *, subject: str = "", role: str = "", before: datetime | None = None
) -> None:
    """Don't send what still waits to be sent to somebody.

    Args:
        subject: only what is about it.
        role: only kinds sent to this role.
        before: only what happened earlier.
    """
    waiting = Message.objects.filter(to=to, state=State.WAITING)
    if subject:
        waiting = waiting.filter(subject=subject)
    if role:
        kinds = [kind.name for kind in MESSAGE_KINDS.values() if role in kind.audience]
        waiting = waiting.filter(kind__in=kinds)
    if before:
        waiting = waiting.filter(created_at__lt=before)
    waiting.update(state=State.SUPERSEDED)


def take_back(subjects: Collection[str], to: Iterable["User"]) -> None:
    """Remove messages on these subjects from people whom they no longer concern."""
    sent = Message.objects.filter(to__in=to, subject__in=subjects)
    sent.filter(channel=Channel.IN_APP).delete()
    sent.filter(state=State.WAITING).update(state=State.SUPERSEDED)


def forget() -> None:
    """Delete what was read, or sent by mail or to systems, long ago: it has names."""
    long_ago = clock.now() - KEPT
    done = Message.objects.exclude(state=State.WAITING)
    done.filter(channel=Channel.IN_APP, read_at__lt=long_ago).delete()
    done.exclude(channel=Channel.IN_APP).filter(created_at__lt=long_ago).delete()
    GuestMessage.objects.filter(read_at__lt=long_ago).delete()
    CampusMessage.objects.filter(sent_at__lt=long_ago).delete()
