"""Putting messages into the outbox, and reading the inbox."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.utils import translation
from django.utils.functional import Promise

from spark import clock
from spark.jobs import enqueue_on_commit
from spark.notifications.models import (
    CampusMessage,
    Channel,
    GuestMessage,
    Message,
    Preference,
    State,
)
from spark.wording import lines

if TYPE_CHECKING:
    from spark.accounts.models import User

KEPT = timedelta(days=90)


@dataclass(frozen=True)
class MessageKind:
    """A kind of message a room sends: by which channels, and a sample to look at.

    Args:
        essential: can't be switched off by its reader.
        label: what it tells, on the page where it can be switched off.
        audience: the roles it goes to; empty for everybody. Who holds none of them any
            more when it would be sent doesn't get it.
        log_in: about the reader's own log-in: sent even to who can't log in.
        link: makes the address when the e-mail is sent, so that the row never holds
            what opens an account.
    """

    name: str
    channels: tuple[Channel, ...]
    essential: bool
    sample: dict
    label: str | Promise = ""
    audience: tuple[str, ...] = ()
    log_in: bool = False
    link: Callable[[Message], str] | None = None


MESSAGE_KINDS: dict[str, MessageKind] = {}


def register(*kinds: MessageKind) -> None:
    MESSAGE_KINDS.update({kind.name: kind for kind in kinds})


def put(
    kind: str,
    *,
    to: Iterable["User"],
    subject: str,
    dedup: str,
    facts: dict,
    url: str = "",
    at: datetime | None = None,
) -> None:
    """Write one row per recipient and channel they want; in the caller's transaction.

    A waiting message on the same subject to the same person is superseded.

    Args:
        dedup: the same key twice is one message, e.g. the record and its new state.
        at: when what it tells happened.
    """
    people, at = list(to), at or clock.now()
    unwanted = _unwanted(MESSAGE_KINDS[kind], people)
    rows = [
        Message(
            kind=kind,
            to=person,
            channel=channel,
            subject=subject,
            dedup_key=dedup,
            facts=facts,
            url=url,
            created_at=at,
        )
        for person in people
        for channel in MESSAGE_KINDS[kind].channels
        if (person.pk, channel) not in unwanted
    ]
    if not rows:
        return
    Message.objects.filter(
        subject=subject, to__in=[row.to for row in rows], state=State.WAITING
    ).exclude(dedup_key=dedup).update(state=State.SUPERSEDED)
    for row in rows:
        if row.channel == Channel.IN_APP:
            row.state, row.sent_at = State.SENT, at
    Message.objects.bulk_create(rows, ignore_conflicts=True)
    enqueue_on_commit("notifications.deliver")


@dataclass(frozen=True)
class Told:
    """What one guest is told, who is named by the key of the row they came for.

    Args:
        about: the record, or what else is told of once at a time.
        url: where it is seen.
    """

    key: int
    about: str
    facts: dict
    url: str = ""


def tell_guests(kind: str, told: Iterable[Told], *, at: datetime) -> None:
    """Put it on the own pages of the kind's one audience; in the caller's transaction.

    The same about the same, told at the same time, is one message.
    """
    (role,) = MESSAGE_KINDS[kind].audience
    GuestMessage.objects.bulk_create(
        (
            GuestMessage(
                role=role,
                key=one.key,
                kind=kind,
                facts=one.facts,
                url=one.url,
                dedup_key=f"{kind}:{one.about}:{at.timestamp()}",
                created_at=at,
            )
            for one in told
        ),
        ignore_conflicts=True,
    )


def tell_systems(
    kind: str, *, campus: int, subject: str, dedup: str, facts: dict, at: datetime
) -> None:
    """Keep what a college is told for its systems; in the caller's transaction.

    Args:
        campus: its key.
        subject: `<model>:<id>`; empty if it is about several records.
        dedup: as `put` takes it.
    """
    row = CampusMessage(
        campus_id=campus,
        kind=kind,
        subject=subject,
        facts=facts,
        dedup_key=dedup,
        sent_at=at,
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


def words(
    message: Message | GuestMessage | CampusMessage, language: str
) -> tuple[str, str]:
    """Title and body: the first line of the kind's template, and the rest."""
    with translation.override(language):
        title, *body = lines(f"messages/{message.kind}.txt", message.facts)
    return title, "\n".join(body)


def inbox(user: "User") -> models.QuerySet[Message]:
    rows = Message.objects.filter(to=user, channel=Channel.IN_APP)
    return rows.order_by("-created_at")


def unread(user: "User") -> int:
    return inbox(user).filter(read_at=None).count()


def mark_read(
    user: "User", at: datetime, shown: Collection[Message] | None = None
) -> None:
    """All that was in the inbox at the time, or of it what was shown."""
    unread = inbox(user).filter(read_at=None, created_at__lte=at)
    if shown is not None:
        unread = unread.filter(pk__in=[message.pk for message in shown])
    unread.update(read_at=at)


def forget() -> None:
    """Delete what was read, or sent by mail or to systems, long ago: it has names."""
    long_ago = clock.now() - KEPT
    done = Message.objects.exclude(state=State.WAITING)
    done.filter(channel=Channel.IN_APP, read_at__lt=long_ago).delete()
    done.exclude(channel=Channel.IN_APP).filter(created_at__lt=long_ago).delete()
    GuestMessage.objects.filter(read_at__lt=long_ago).delete()
    CampusMessage.objects.filter(sent_at__lt=long_ago).delete()
