"""Delivering what waits in the outbox, however slow the mail server is.

A server has EMAIL_TIMEOUT for each of its answers and needs about ten to take a mail:
so long may one mail take, and a little longer is the lease. One job at a time delivers
by a channel, so that a slow server keeps one worker busy and not all.
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models, transaction

from spark import clock
from spark.jobs import alone
from spark.notifications.models import Channel, Message, State
from spark.notifications.outbox import MESSAGE_KINDS, words

log = structlog.get_logger(__name__)
ANSWER = timedelta(seconds=settings.EMAIL_TIMEOUT)
SENDING = 12 * ANSWER  # a whole mail, from connecting to the farewell
TURN = 2 * ANSWER  # after it a job begins no further mail
LEASE = 16 * ANSWER  # longer than the job: nobody takes up what may yet be sent
# Seconds until the next try: about two days in all, then the message has failed.
BACKOFF = [30, 120, 600, 1800, 7200, 21600, 43200, 86400]


def deliver_due(channel: str = Channel.EMAIL, limit: int = 100) -> int:
    """Send what is due, one after another; the number tried.

    None if another job is at it. No row is locked while a server is spoken to. A worker
    that dies over a message leaves it to the next once the lease has run out: it may
    arrive twice, never not at all.
    """
    ends = clock.now() + TURN
    with alone(f"deliver:{channel}") as at_it:
        for tried in range(limit if at_it else 0):
            now = clock.now()
            message = _claim(channel, now) if now < ends else None
            if message is None:
                return tried
            _try(message)
    return limit if at_it else 0


def _claim(channel: str, now: datetime) -> Message | None:
    """Lease the next due message, earlier ones of its subject first.

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
        free, channel=channel, state=State.WAITING, due_at__lte=now
    )
    with transaction.atomic():
        message = (
            due.filter(~models.Exists(earlier))
            .select_related("to")
            .select_for_update(skip_locked=True, of=("self",), no_key=True)
            .order_by("due_at", "pk")
            .first()
        )
        if message is not None:
            message.attempts += 1
            message.leased_until = now + LEASE
            message.save(update_fields=["attempts", "leased_until"])
    return message


def _try(message: Message) -> None:
    try:
        theirs = _still_theirs(message)
        if theirs:
            with bounded(SENDING):
                _send(message)
    except SoftTimeLimitExceeded as error:  # the job must end here
        _end_lease(message, **_failure(message, error))
        raise
    except Exception as error:  # whatever a channel raises, the row must say so
        _end_lease(message, **_failure(message, error))
    else:
        state = State.SENT if theirs else State.SUPERSEDED
        sent_at = clock.now() if theirs else None
        _end_lease(message, state=state, sent_at=sent_at, error="")


def _failure(message: Message, error: Exception) -> dict:
    """When to try again, or that it has failed for good."""
    said = f"{type(error).__name__}: {error}"[:300]
    log.warning("message not sent", message=message.pk, error=said)
    if message.attempts > len(BACKOFF):
        return {"error": said, "state": State.FAILED}
    wait = timedelta(seconds=BACKOFF[message.attempts - 1])
    return {"error": said, "due_at": clock.now() + wait}


def _end_lease(message: Message, **outcome: object) -> None:
    """Write what came of it, unless another worker has taken the message up since.

    What was superseded meanwhile stays so.
    """
    mine = Message.objects.filter(pk=message.pk, attempts=message.attempts)
    mine.filter(state=State.WAITING).update(**outcome)
    mine.update(leased_until=None)


def _still_theirs(message: Message) -> bool:
    """Whether the reader may still get it: they may have lost the role, or left."""
    kind = MESSAGE_KINDS[message.kind]
    if not message.to.is_active and not kind.log_in:
        return False
    if not kind.audience:
        return True
    return message.to.role_grants.filter(role__in=kind.audience).exists()


@contextmanager
def bounded(limit: timedelta) -> Iterator[None]:
    """Raise TimeoutError, as a socket does, in what takes longer altogether.

    Again every second: trying the next address of a server swallows one. Works where
    jobs run, in the main thread of a worker's process.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(*_: object) -> None:
        raise TimeoutError(f"not done within {limit.total_seconds():.0f} s")

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, limit.total_seconds(), 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _send(message: Message) -> None:
    title, body = words(message, message.to.language)
    link = MESSAGE_KINDS[message.kind].link
    url = link(message) if link else message.url
    EmailMessage(
        subject=title,
        body=f"{body}\n\n{settings.SITE_URL}{url}",
        to=[message.to.email],
        headers={"Message-ID": f"<spark-{message.pk}@{settings.ALLOWED_HOSTS[0]}>"},
    ).send()


def oldest_waiting() -> datetime | None:
    """When the longest-waiting due message was to be sent; None if none waits."""
    return Message.objects.filter(
        state=State.WAITING, due_at__lte=clock.now(), attempts=0
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
    tried = mail.filter(state=State.WAITING, attempts__gt=0, leased_until=None)
    return tried.exists() and not mail.filter(sent_at__gt=clock.now() - within).exists()
