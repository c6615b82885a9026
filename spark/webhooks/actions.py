"""Verbs: setting up where a campus is told what happens, and telling it again."""

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import partial

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from spark.accounts.queries import people_with
from spark.accounts.roles import Role
from spark.accounts.scope import Actor
from spark.accounts.verbs import verb
from spark.audit import trail
from spark.campuses.models import Campus
from spark.crypto import encrypt
from spark.duties.board import close, open_many, subject_of
from spark.duties.models import Duty
from spark.errors import BY_DATABASE, Refused
from spark.jobs import enqueue_on_commit
from spark.notifications import outbox
from spark.webhooks import queueing, signing
from spark.webhooks.access import DELIVERIES, KEEPERS, WATCHERS, WEBHOOKS, campuses_of
from spark.webhooks.models import Course, Delivery, Webhook
from spark.webhooks.stages import State

TIME_TO_RESUME = timedelta(days=7)
BY_DATABASE["webhook_once_per_address"] = "webhook-there"
on_one = partial(verb, WEBHOOKS, many=False)


@on_one(roles=KEEPERS, label=_("Webhook set up"), detail=False)
def create(
    *,
    actor: Actor,
    url: str,
    campus: Campus | None = None,
    description: str = "",
    types: Collection[str] = (),
) -> Webhook:
    """Tell your system at this address what happens from now on.

    The answer has the secret by which it knows us, this once. Without types of events
    it is told all.

    Raises:
        Refused: webhook-there.
    """
    webhook = Webhook(
        campus=_own(actor, campus),
        url=url,
        description=description,
        types=sorted(types),
    )
    _draw_secret(webhook)
    webhook.save()
    Course.objects.create(webhook=webhook, position=queueing.here())
    return webhook


def _own(actor: Actor, campus: Campus | None) -> Campus:
    """The campus, or theirs if they have one: a system needs to name none."""
    theirs = list(campuses_of(actor))
    if campus is None and len(theirs) != 1:
        raise Refused("webhook-campus-missing", status=422)
    if campus is not None and campus not in theirs:
        raise Http404
    return campus or theirs[0]


def _draw_secret(webhook: Webhook) -> None:
    """A new secret; `shown_secret` has it in clear, and nothing later."""
    secret = signing.drawn()
    webhook.secret = encrypt(secret)
    webhook.shown_secret = signing.shown(secret)  # type: ignore[attr-defined]


@on_one(roles=KEEPERS, label=_("Webhook changed"))
def change(
    webhook: Webhook,
    *,
    url: str | None = None,
    description: str | None = None,
    types: Collection[str] | None = None,
) -> None:
    """Another address, description or choice of events; what waits goes there too.

    Raises:
        Refused: webhook-there.
    """
    given = {"url": url, "description": description, "types": types and sorted(types)}
    for name, value in given.items():
        if value is not None:
            setattr(webhook, name, value)
    webhook.save(update_fields=[*given])
    _deliver(webhook.pk)


@on_one(roles=KEEPERS, label=_("New secret"))
def rotate_secret(webhook: Webhook, *, at: datetime) -> Webhook:
    """Draw a new secret; for 24 hours the former one signs along.

    The answer has it, this once.
    """
    webhook.former_secret = webhook.secret
    webhook.former_until = at + signing.BOTH_VALID
    _draw_secret(webhook)
    webhook.save(update_fields=["secret", "former_secret", "former_until"])
    return webhook


@on_one(roles=KEEPERS, label=_("Webhook removed"))
def remove(webhook: Webhook, *, at: datetime) -> None:
    """Nothing is sent any more, and the log goes."""
    close([webhook], at=at)
    webhook.deliveries.all().delete()  # before the course, as the jobs lock them
    webhook.delete()


@on_one(roles=WATCHERS, label=_("Test event sent"), states={State.ACTIVE})
def test(webhook: Webhook, *, at: datetime) -> None:
    """Send an event of the type `webhook.test`."""
    queueing.queue_test(webhook, at)
    _deliver(webhook.pk)


@on_one(roles=WATCHERS, label=_("Webhook paused"), undone_by="resume")
def pause(webhook: Webhook) -> None:
    """Send nothing for a while; what happens meanwhile is kept for 90 days."""
    webhook.pause()
    webhook.save(update_fields=["state"])


@on_one(roles=WATCHERS, label=_("Webhook resumed"), undone_by="pause")
def resume(webhook: Webhook, *, at: datetime) -> None:
    """Send what waited, in order, and whatever happens from now on."""
    webhook.resume()
    webhook.save(update_fields=["state"])
    waiting = Delivery.objects.filter(webhook=webhook, due_at__isnull=False)
    waiting.update(due_at=at, tries=0)
    close([webhook], at=at)
    enqueue_on_commit("webhooks.queue")
    _deliver(webhook.pk)


@on_one(roles=WATCHERS, label=_("Sent again"))
def replay(
    webhook: Webhook, *, since: datetime, until: datetime | None = None, at: datetime
) -> int:
    """Send again, in order, what happened in a span of time; how many events it is.

    Raises:
        Refused: replay-of-nothing.
    """
    span = Delivery.objects.filter(webhook=webhook, at__range=(since, until or at))
    found = span.update(due_at=at, tries=0)
    if not found:
        raise Refused("replay-of-nothing")
    _deliver(webhook.pk)
    return found


@verb(
    DELIVERIES,
    roles=WATCHERS,
    many=False,
    label=_("Sent again"),
    name="replay",
    history="webhook.replay-one",
)
def replay_one(delivery: Delivery, *, at: datetime) -> None:
    """Send one event again, by the same id."""
    delivery.due_at, delivery.tries = at, 0
    delivery.save(update_fields=["due_at", "tries"])
    _deliver(delivery.webhook_id)


def _deliver(webhook: int) -> None:
    """At once, though the endpoint may be resting after it failed."""
    Course.objects.filter(webhook=webhook).update(failures=0, rests_until=None)
    enqueue_on_commit("webhooks.deliver")


@trail.action("webhook.give-up", _("Webhook paused: its address takes nothing"))
def give_up(*, actor: Actor, pk: int, reason: str, at: datetime) -> None:
    """Pause a webhook whose address takes nothing, and ask its campus to mend it."""
    webhook = Webhook.objects.select_for_update().get(pk=pk)
    if webhook.state == State.PAUSED:
        return
    webhook.pause()
    webhook.save(update_fields=["state"])
    url = reverse("webhook", args=[pk])
    campus, subject = webhook.campus_id, subject_of(webhook)
    dedup = f"webhook:{pk}:{at.isoformat()}"
    facts = {"name": str(webhook), "reason": reason}
    outbox.put(
        "webhook-paused",
        to=people_with(Role.COORDINATOR, campus),
        subject=subject,
        dedup=dedup,
        facts=facts,
        url=url,
        at=at,
    )
    outbox.tell_systems(
        "webhook-paused",
        campus=campus,
        subject=subject,
        dedup=dedup,
        facts=facts,
        at=at,
    )
    open_many(
        [
            Duty(
                code="webhook-resume",
                subject=subject_of(webhook),
                about=str(webhook)[:80],
                role=Role.COORDINATOR,
                campus_id=webhook.campus_id,
                due_at=at + TIME_TO_RESUME,
                url=url,
                opened_at=at,
            )
        ]
    )
