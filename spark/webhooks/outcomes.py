"""One sending, what came of it, and what follows: the next try, a rest, a pause."""

from collections.abc import Mapping, Sequence
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


def send(
    caller: outside.Caller, url: str, body: bytes, headers: Mapping[str, str]
) -> Outcome:
    """In a thread of its own: touches no row."""
    at, begun = clock.now(), monotonic()

    def outcome(**found: object) -> Outcome:
        return Outcome(at, int((monotonic() - begun) * 1000), **found)  # type: ignore[arg-type]

    try:
        answer = caller.post(url, body, headers)
    except outside.Unreachable as error:
        return outcome(error=str(error)[:300])
    return outcome(status=answer.status, answer=_readable(answer.body))


def _readable(body: bytes) -> str:
    """The beginning, as text that a column takes."""
    return body.decode("utf-8", "replace").replace("\0", "\ufffd")[:SHOWN]


Found = Sequence[tuple[Delivery, Outcome]]


def record(found: Found, now: datetime) -> None:
    """Log what came of them, and pause the webhooks whose last chance it was."""
    for delivery, outcome in _record(found, now):
        if outcome.taken:
            continue
        tries = max(delivery.tries, delivery.webhook.course.failures + 1)
        if tries > len(BACKOFF) or outcome.status == HTTPStatus.GONE:
            said = f"HTTP {outcome.status}" if outcome.status else outcome.error
            give_up(actor=SYSTEM, pk=delivery.webhook_id, reason=said, at=now)


@transaction.atomic
def _record(found: Found, now: datetime) -> Found:
    """End the leases; without those whose webhook was removed meanwhile.

    What another worker has taken up since, or was asked for again, stays due.
    """
    deliveries = Delivery.objects.filter(pk__in=[delivery.pk for delivery, _ in found])
    rows = {row.pk: row for row in deliveries.order_by("pk").select_for_update()}
    hooks = {row.webhook_id for row in rows.values()}
    courses = Course.objects.filter(webhook__in=hooks).order_by("pk")
    course_of = {c.webhook_id: c for c in courses.select_for_update()}
    known = [one for one in found if one[0].pk in rows]
    Attempt.objects.bulk_create(
        Attempt(delivery=rows[delivery.pk], **asdict(outcome))
        for delivery, outcome in known
    )
    taken = []
    for delivery, outcome in known:
        row = rows[delivery.pk]
        if row.tries == delivery.tries and outcome.taken:
            taken.append(row.pk)
        elif row.tries == delivery.tries:
            row.due_at = now + _wait(row.tries)
            row.save(update_fields=["due_at"])
        _go_on(course_of[row.webhook_id], outcome, now)
    done = {"due_at": None, "delivered_at": now, "leased_until": None}
    deliveries.filter(pk__in=taken).update(**done)
    deliveries.exclude(pk__in=taken).update(leased_until=None)
    return known


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
