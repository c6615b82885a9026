"""What the pages show of webhooks."""

from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from spark.accounts.scope import Actor
from spark.webhooks.access import DELIVERIES, WEBHOOKS
from spark.webhooks.models import Attempt, Delivery, Webhook


def webhooks(actor: Actor) -> QuerySet[Webhook]:
    """Those the actor sees, with `waiting`, how much of each isn't delivered."""
    waiting = (
        Delivery.objects.filter(webhook=OuterRef("pk"), due_at__isnull=False)
        .order_by()
        .values("webhook")
        .values(number=Count("pk"))
    )
    return WEBHOOKS.visible_to(actor).annotate(waiting=Coalesce(Subquery(waiting), 0))


def log(actor: Actor, webhook: Webhook) -> QuerySet[Delivery]:
    """What a webhook was and is to be told, newest first, each with its attempts."""
    attempts = Prefetch("attempts", Attempt.objects.order_by("-pk"))
    rows = DELIVERIES.visible_to(actor).filter(webhook=webhook)
    return rows.prefetch_related(attempts)
