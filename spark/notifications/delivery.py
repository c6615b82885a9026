"""Delivering what waits in the outbox, however slow the mail server is.

A server has EMAIL_TIMEOUT for each of its answers and needs about ten to take a mail:
so long may one mail take, and a little longer is the lease. One job at a time delivers
by a channel, so that a slow server keeps one worker busy and not all. It leases many
messages by one statement and sends them by one connection; each is written down before
the next is begun, so that a worker that dies leaves at most one that arrives twice.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from random import SystemRandom

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.db import models, transaction

from spark import clock
from spark.jobs import alone, lasting
from spark.notifications.kinds import GIVE_UP, MESSAGE_KINDS
from spark.notifications.letters import letter
from spark.notifications.models import Channel, Message, State
from spark.notifications.postman import ANSWER, NoServer, Postman
from spark.notifications.returned import standing

log = structlog.get_logger(__name__)
TURN = 2 * ANSWER  # after it a job begins no further mail
LEASE = 16 * ANSWER  # longer than the job: nobody takes up what may yet be sent
AT_A_TIME = 50  # messages leased by one statement
# Seconds until the next try, about; the last again and again until it is given up.
BACKOFF = [30, 120, 600, 1800, 3600, 7200, 14400]
JITTER = (0.9, 1.1)


def deliver_due(channel: str = Channel.EMAIL) -> int:
    """Send what is due, one after another, for a turn; the number tried.

    None if another job is at it. No row is locked while a server is spoken to. A worker
    that dies over messages leaves them to the next once the lease has run out: the one
    it was sending may arrive twice, never not at all.
    """
    ends, tried = clock.now() + TURN, 0
    with alone(f"deliver:{channel}") as at_it, Postman() as postman:
        while at_it and (now := clock.now()) < ends:
            batch = lasting(partial(_claim, channel, now))
            if not batch:
                break
            tried += _deliver(batch, postman, ends)
    return tried


def _claim(channel: str, now: datetime) -> list[Message]:
    """Lease due messages, of each subject the earliest.

    What is being sent is waited for, though a newer message superseded it meanwhile.
    """
    free = models.Q(leased_until=None) | models.Q(leased_until__lte=now)
    earlier = Message.objects.filter(
        ~free | models.Q(state=State.WAITING),
        to=models.OuterRef("to"),
        channel=models.OuterRef("channel"),
        subject=models.OuterRef("subject"),
        pk__lt=models.OuterRef("pk"),
    )
    due = Message.objects.filter(
        free, channel=channel, state=State.WAITING, held=False, due_at__lte=now
    )
    with transaction.atomic():
        found = list(
            due.filter(~models.Exists(earlier))
            .select_related("to")
            .select_for_update(skip_locked=True, of=("self",), no_key=True)
            .order_by("priority", "due_at", "pk")[:AT_A_TIME]
        )
        for message in found:
            message.attempts += 1
        Message.objects.filter(pk__in=[message.pk for message in found]).update(
            attempts=models.F("attempts") + 1, leased_until=now + LEASE
        )
    return found


def _deliver(batch: Sequence[Message], postman: Postman, ends: datetime) -> int:
    """The number tried; the others are as if they hadn't been leased."""
    tried = 0
    try:
        for message in batch:
            if tried and clock.now() >= ends:
                break
            tried += 1
            try:
                _try(message, postman)
            except NoServer as error:
                _put_off(batch[tried - 1 :], str(error))
                tried = len(batch)
                break
    finally:
        if left := batch[tried:]:
            _leave(left)
    return tried


def _try(message: Message, postman: Postman) -> None:
    try:
        theirs = lasting(partial(_is_wanted, message))
        if theirs:
            postman.send(letter(message))
    except NoServer:
        raise
    except SoftTimeLimitExceeded as error:  # the job must end here
        _put_off([message], f"{type(error).__name__}: {error}")
        raise
    except Exception as error:  # whatever a channel raises, the row must say so
        _put_off([message], f"{type(error).__name__}: {error}")
    else:
        state = State.SENT if theirs else State.SUPERSEDED
        sent_at = clock.now() if theirs else None
        lasting(partial(_end_lease, message, state=state, sent_at=sent_at))


def _is_wanted(message: Message) -> bool:
    """Whether it is still to be sent, and its reader may still get it.

    Something newer may have superseded it, or they may have lost the role, or left; or
    their address returns what is sent.
    """
    kind = MESSAGE_KINDS[message.kind]
    rows = Message.objects.filter(
        pk=message.pk, attempts=message.attempts, state=State.WAITING
    )
    if not kind.log_in:
        rows = rows.filter(to__is_active=True)
    if kind.audience:
        rows = rows.filter(to__role_grants__role__in=kind.audience)
    if not kind.essential:
        returns = standing().filter(person=models.OuterRef("to"))
        rows = rows.exclude(models.Exists(returns))
    return rows.exists()


def _put_off(messages: Sequence[Message], said: str) -> None:
    """Each is tried again later, or given up."""
    log.warning("messages not sent", messages=[m.pk for m in messages], error=said)
    now = clock.now()
    for message in messages:
        message.error, message.due_at = said[:300], now
        message.failing_since = message.failing_since or now
        kind = MESSAGE_KINDS.get(message.kind)
        ends = message.failing_since + (kind.give_up if kind else GIVE_UP)
        if now >= ends:
            message.state, message.given_up_at = State.FAILED, now
        else:
            message.due_at = min(now + _wait(message.attempts), ends)
    lasting(partial(_write_failed, messages))


@transaction.atomic
def _write_failed(messages: Sequence[Message]) -> None:
    mine = _mine(messages)
    waiting = [m for m in messages if mine.get(m.pk) == State.WAITING]
    Message.objects.bulk_update(
        waiting, ["state", "error", "due_at", "failing_since", "given_up_at"]
    )
    Message.objects.filter(pk__in=mine).update(leased_until=None)


def _wait(tries: int) -> timedelta:
    """Until the next try, so scattered that not all come at once."""
    seconds = BACKOFF[min(tries, len(BACKOFF)) - 1]
    return timedelta(seconds=seconds * SystemRandom().uniform(*JITTER))


@transaction.atomic
def _leave(messages: Sequence[Message]) -> None:
    """To whoever comes next, untried."""
    Message.objects.filter(pk__in=_mine(messages)).update(
        leased_until=None, attempts=models.F("attempts") - 1
    )


def _mine(messages: Sequence[Message]) -> dict[int, str]:
    """The states of those that no other worker has taken up since; locks them."""
    rows = Message.objects.filter(pk__in=[message.pk for message in messages])
    held = rows.order_by("pk").select_for_update(no_key=True)
    tries = {message.pk: message.attempts for message in messages}
    return {
        row.pk: row.state
        for row in held.only("attempts", "state")
        if row.attempts == tries[row.pk]
    }


def _end_lease(message: Message, *, state: State, sent_at: datetime | None) -> None:
    """Write what came of it, unless another worker has taken the message up since.

    What was superseded meanwhile stays so.
    """
    mine = Message.objects.filter(pk=message.pk, attempts=message.attempts)
    waiting = mine.filter(state=State.WAITING)
    ended = waiting.update(
        leased_until=None, state=state, sent_at=sent_at, error="", failing_since=None
    )
    if not ended:
        mine.update(leased_until=None)


def oldest_waiting() -> datetime | None:
    """When the longest-waiting due message was to be sent; None if none waits."""
    return Message.objects.filter(
        state=State.WAITING, held=False, due_at__lte=clock.now(), attempts=0
    ).aggregate(models.Min("due_at"))["due_at__min"]


def longest_sending() -> timedelta | None:
    """For how long the server has been taking the mail it takes; None if it has none.

    A worker that died over one counts too, until the lease has run out.
    """
    now = clock.now()
    leased = Message.objects.filter(state=State.WAITING, leased_until__gt=now)
    until = leased.aggregate(models.Min("leased_until"))["leased_until__min"]
    return until and now - (until - LEASE)


def nothing_arrives(within: timedelta) -> bool:
    """Whether what was tried waits for its next try, and nothing was sent lately."""
    mail = Message.objects.exclude(channel=Channel.IN_APP)
    tried = mail.filter(
        state=State.WAITING, held=False, attempts__gt=0, leased_until=None
    )
    return tried.exists() and not mail.filter(sent_at__gt=clock.now() - within).exists()
