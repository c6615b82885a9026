"""Sending deliveries: many endpoints side by side, what is told of one object in order.

One job at a time sends, by a few connections to each endpoint, which stay open: what is
slow keeps these busy and nobody else. What came of many is written at once. An endpoint
that fails rests, longer each time, and is then tried by one delivery alone. After ten
tries in a row, a day, the webhook is paused.
"""

from collections import Counter
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from functools import partial
from time import monotonic

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from spark import clock, outside
from spark.jobs import alone, lasting
from spark.webhooks import events, signing
from spark.webhooks.models import Delivery, Webhook
from spark.webhooks.outcomes import Outcome, record, send
from spark.webhooks.stages import State

AT_ONCE = 32  # connections in all
OF_ONE = 4  # of them to one endpoint
TURN = 30.0  # seconds; after it a job begins nothing more
LEASE = timedelta(seconds=90)  # longer than a job: nobody sends what is being sent
LOOK = 0.5  # seconds, at most, until new work is looked for


def deliver_due() -> int:
    """Send what is due; the number tried. None if another job is at it.

    No row is locked while an endpoint is spoken to. A worker that dies over a delivery
    leaves it to the next once the lease has run out: it may arrive twice, by the same
    id, never not at all.
    """
    with alone("webhooks.deliver") as at_it:
        return Turn().work() if at_it else 0


class Turn:
    """What one job has under way."""

    def __init__(self) -> None:
        self.under_way: dict[Future[Outcome], Delivery] = {}
        self.callers: list[outside.Caller] = []  # those nobody uses now
        self.tried = 0

    def work(self) -> int:
        ends = monotonic() + TURN
        try:
            with ThreadPoolExecutor(AT_ONCE) as pool:
                while True:
                    if monotonic() < ends:
                        lasting(partial(self._begin, pool))
                    if not self.under_way:
                        return self.tried
                    done, _ = wait(self.under_way, LOOK, FIRST_COMPLETED)
                    found = [(self.under_way.pop(one), one.result()) for one in done]
                    if found:
                        lasting(partial(record, found, clock.now()))
        finally:
            for caller in self.callers:
                caller.close()

    def _send(self, url: str, body: bytes, headers: dict[str, str]) -> Outcome:
        try:
            caller = self.callers.pop()
        except IndexError:
            caller = outside.Caller()
        try:
            return send(caller, url, body, headers)
        finally:
            self.callers.append(caller)

    def _begin(self, pool: ThreadPoolExecutor) -> None:
        """As many as there are connections free, who has fewest first."""
        busy = Counter(delivery.webhook_id for delivery in self.under_way.values())
        now = clock.now()
        for webhook in sorted(_ready(now), key=lambda found: busy[found.pk]):
            most = 1 if webhook.course.failures else OF_ONE
            free = AT_ONCE - len(self.under_way)
            for delivery in _claim(webhook, min(most - busy[webhook.pk], free), now):
                body = events.body(delivery)
                headers = signing.headers(webhook, delivery, body, now)
                future = pool.submit(self._send, webhook.url, body, headers)
                self.under_way[future] = delivery
                self.tried += 1


def _due(now: datetime) -> QuerySet[Delivery]:
    """Of each object the first that waits, if it is due and nobody has it in hand."""
    earlier = Delivery.objects.filter(
        webhook=OuterRef("webhook"),
        resource=OuterRef("resource"),
        object_key=OuterRef("object_key"),
        sequence__lt=OuterRef("sequence"),
        due_at__isnull=False,
    )
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    return Delivery.objects.filter(free, ~Exists(earlier), due_at__lte=now)


def _ready(now: datetime) -> QuerySet[Webhook]:
    awake = Q(course__rests_until=None) | Q(course__rests_until__lte=now)
    return Webhook.objects.filter(
        awake, Exists(_due(now).filter(webhook=OuterRef("pk"))), state=State.ACTIVE
    ).select_related("course")


@transaction.atomic
def _claim(webhook: Webhook, number: int, now: datetime) -> list[Delivery]:
    """Lease up to so many of what is due, the longest due first."""
    if number <= 0:
        return []
    found = list(
        _due(now)
        .filter(webhook=webhook)
        .order_by("due_at", "pk")
        .select_for_update(skip_locked=True, of=("self",), no_key=True)[:number]
    )
    for delivery in found:
        delivery.webhook = webhook
        delivery.tries += 1
    Delivery.objects.filter(pk__in=[delivery.pk for delivery in found]).update(
        tries=F("tries") + 1, leased_until=now + LEASE
    )
    return found
