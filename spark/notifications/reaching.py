"""Sending what leaves this site for guests: by SMS or e-mail, each by a job of its own.

As in `delivery`, no row is locked while a server is spoken to, and a worker that dies
over a letter leaves it to the next: it may arrive twice, never not at all, unless it is
stale by then.
"""

from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import transaction
from django.db.models import Q

from spark import clock, sms
from spark.jobs import alone
from spark.notifications.delivery import BACKOFF, LEASE, TURN
from spark.notifications.inbox import words
from spark.notifications.letters import mail
from spark.notifications.models import By, GuestLetter, State
from spark.notifications.postman import SENDING, bounded
from spark.notifications.reminders import REACHES, STANDS, Reach
from spark.wording import lines_in

log = structlog.get_logger(__name__)
SMS_LANGUAGE = "zh-hans"  # as the template that Aliyun approved


class WrongAddress(Exception):
    """It is no use to try again by this way."""


def reach_due(by: str, limit: int = 100) -> int:
    """Send what is due by a way, one after another; the number tried."""
    ends = clock.now() + TURN
    with alone(f"reach:{by}") as at_it:
        for tried in range(limit if at_it else 0):
            now = clock.now()
            letter = _claim(by, now) if now < ends else None
            if letter is None:
                return tried
            _try(letter)
    return limit if at_it else 0


@transaction.atomic
def _claim(by: str, now: datetime) -> GuestLetter | None:
    """Lease the letter that is due the longest."""
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    due = GuestLetter.objects.filter(
        free, by=by, message__held=False, state=State.WAITING, due_at__lte=now
    )
    letter = (
        due.select_related("message")
        .select_for_update(skip_locked=True, of=("self",), no_key=True)
        .order_by("due_at", "pk")
        .first()
    )
    if letter is not None:
        letter.attempts += 1
        letter.leased_until = now + LEASE
        letter.save(update_fields=["attempts", "leased_until"])
    return letter


def _try(letter: GuestLetter) -> None:
    reach = _reach(letter)
    if reach is None or letter.by not in reach.ways:
        _end(letter, **_by_another_way(letter, reach, State.SUPERSEDED))
        return
    try:
        with bounded(SENDING):
            _send(letter, reach)
    except SoftTimeLimitExceeded as error:  # the job must end here
        _end(letter, **_failure(letter, error))
        raise
    except (sms.WrongNumber, WrongAddress) as error:
        said = _said(error)
        log.warning("letter not sent", letter=letter.pk, by=letter.by, error=said)
        _end(letter, **_by_another_way(letter, reach, State.FAILED, said))
    except Exception as error:  # whatever a server does, the row must say so
        _end(letter, **_failure(letter, error))
    else:
        _end(letter, state=State.SENT, sent_at=clock.now(), error="")


def _reach(letter: GuestLetter) -> Reach | None:
    """Where it goes; None if it is stale, not so any more, or they can't be reached."""
    message = letter.message
    if clock.now() >= letter.stale_at or not STANDS[message.kind](message.facts):
        return None
    return REACHES[message.role]([message.key]).get(message.key)


def _send(letter: GuestLetter, reach: Reach) -> None:
    message, address = letter.message, reach.ways[By(letter.by)]
    if letter.by == By.SMS:
        what, time = lines_in(
            SMS_LANGUAGE, f"messages/sms/{message.kind}.txt", message.facts
        )
        sms.remind(address, what=what, time=time)
        return
    title, body = words(message, reach.language)
    made = mail(
        title,
        body,
        to=address,
        url=settings.SITE_URL + message.url,
        name=f"guest-{message.pk}",
        language=reach.language,
    )
    try:
        made.send()
    except SMTPRecipientsRefused as error:
        if all(code >= 500 for code, _said in error.recipients.values()):
            raise WrongAddress from error
        raise


def _by_another_way(
    letter: GuestLetter, reach: Reach | None, state: State, error: str = ""
) -> dict:
    """By SMS it can't go: by e-mail, if there is one; else it ends so."""
    if reach and letter.by == By.SMS and By.EMAIL in reach.ways:
        return {"by": By.EMAIL, "error": error}
    return {"state": state, "error": error}


def _failure(letter: GuestLetter, error: Exception) -> dict:
    """When to try again, or that it has failed: it would be stale by then."""
    said = _said(error)
    log.warning("letter not sent", letter=letter.pk, by=letter.by, error=said)
    wait = BACKOFF[min(letter.attempts, len(BACKOFF)) - 1]
    due_at = clock.now() + timedelta(seconds=wait)
    if due_at >= letter.stale_at:
        return {"error": said, "state": State.FAILED}
    return {"error": said, "due_at": due_at}


def _said(error: Exception) -> str:
    """What a mail server says may repeat the address: only the kind of error."""
    told = isinstance(error, sms.NotTaken | sms.WrongNumber)
    return (f"{type(error).__name__}: {error}" if told else type(error).__name__)[:100]


def _end(letter: GuestLetter, **outcome: object) -> None:
    """Write what came of it, unless another worker has taken the letter up since."""
    mine = GuestLetter.objects.filter(pk=letter.pk, attempts=letter.attempts)
    mine.filter(state=State.WAITING).update(leased_until=None, **outcome)
