"""One sending, what came of it, and what follows: the next try, a rest, a pause."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from random import SystemRandom
from time import monotonic

from django.db import transaction

from spark import clock, outside
from spark.accounts.scope import SYSTEM
from spark.webhooks.actions import give_up
from spark.webhooks.models import Attempt, Course, Delivery

# Seconds until the next try: 24 hours in all, give or take a tenth.
BACKOFF = [5, 30, 120, 600, 1800, 3600, 7200, 14400, 28800, 30000]
JITTER = (0.9, 1.1)
SHOWN = 1000  # letters of an answer


@dataclass(frozen=True)
class Outcome:
    """What a sending came to; without a status there was no answer."""

    at: datetime
    milliseconds: int
    status: int | None = None
    answer: str = ""
    error: str = ""

    @property
    def taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def send(url: str, body: bytes, headers: Mapping[str, str]) -> Outcome:
    """In a thread of its own: touches no row."""
    at, begun = clock.now(), monotonic()

    def outcome(**found: object) -> Outcome:
        return Outcome(at, int((monotonic() - begun) * 1000), **found)  # type: ignore[arg-type]

    try:
        answer = outside.post(url, body, headers)
    except outside.Unreachable as error:
        return outcome(error=str(error)[:300])
    return outcome(status=answer.status, answer=_readable(answer.body))


def _readable(body: bytes) -> str:
    """The beginning, as text that a column takes."""
    return body.decode("utf-8", "replace").replace("\0", "\ufffd")[:SHOWN]


def record(delivery: Delivery, outcome: Outcome, now: datetime) -> None:
    """Log what came of it, and pause the webhook if that was its last chance."""
    if _record(delivery, outcome, now) and not outcome.taken:
        tries = max(delivery.tries, delivery.webhook.course.failures + 1)
        if tries > len(BACKOFF) or outcome.status == HTTPStatus.GONE:
            said = f"HTTP {outcome.status}" if outcome.status else outcome.error
            give_up(actor=SYSTEM, pk=delivery.webhook_id, reason=said, at=now)


@transaction.atomic
def _record(delivery: Delivery, outcome: Outcome, now: datetime) -> bool:
    """End the lease; False if the webhook was removed meanwhile.

    What another worker has taken up since, or was asked for again, stays due.
    """
    row = Delivery.objects.select_for_update().filter(pk=delivery.pk).first()
    courses = Course.objects.select_for_update()  # after the delivery, as everywhere
    course = courses.filter(webhook=delivery.webhook_id).first()
    if course is None or row is None:
        return False
    Attempt.objects.create(delivery=row, **asdict(outcome))
    row.leased_until = None
    if row.tries == delivery.tries:
        row.due_at = None if outcome.taken else now + _wait(row.tries)
        row.delivered_at = now if outcome.taken else row.delivered_at
    row.save(update_fields=["leased_until", "due_at", "delivered_at"])
    _go_on(course, outcome, now)
    return True


def _go_on(course: Course, outcome: Outcome, now: datetime) -> None:
    """An endpoint that fails rests, but for what was under way as it began to."""
    resting = course.rests_until is not None and course.rests_until > now
    if outcome.taken and course.failures:
        course.failures, course.rests_until = 0, None
        course.save()
    elif not outcome.taken and not resting:
        course.failures += 1
        course.rests_until = now + _wait(course.failures)
        course.save()


def _wait(tries: int) -> timedelta:
    """Until the next try, so scattered that not all come at once."""
    seconds = BACKOFF[min(tries, len(BACKOFF)) - 1]
    return timedelta(seconds=seconds * SystemRandom().uniform(*JITTER))
