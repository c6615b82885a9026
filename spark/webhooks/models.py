"""Where campuses are told what happened, and how the telling went."""

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from spark.audit.guards import one_of, tracked
from spark.campuses.models import Campus
from spark.changes.announcing import announced
from spark.crypto import EncryptedBinaryField
from spark.text import columns
from spark.webhooks.stages import State


@announced("webhooks")
@tracked(
    fields=["campus", "url", "description", "types", "state"],
    deletion=True,
    model_name="WebhookEvent",
)
class Webhook(FSMModelMixin, models.Model):
    """An address of a campus's system, and what it wants to be told; all without types.

    While a new secret comes into use, the `former_secret` signs along, until then.
    """

    campus = models.ForeignKey(
        Campus, on_delete=models.PROTECT, verbose_name=_("campus")
    )
    url = models.URLField(_("address"), max_length=500)
    description = columns.Title(_("description"), max_length=80, blank=True)
    types = ArrayField(
        models.CharField(max_length=80), verbose_name=_("events"), default=list
    )
    state = FSMField(_("state"), choices=State, default=State.ACTIVE, protected=True)
    secret = EncryptedBinaryField()
    former_secret = EncryptedBinaryField(null=True)
    former_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            one_of("state", State, "webhook_state_known"),
            models.UniqueConstraint(
                fields=["campus", "url"], name="webhook_once_per_address"
            ),
        ]

    def __str__(self) -> str:
        return self.description or self.url

    @transition(state, source=State.ACTIVE, target=State.PAUSED)
    def pause(self) -> None:
        """Nothing is sent; what happens meanwhile waits."""

    @transition(state, source=State.PAUSED, target=State.ACTIVE)
    def resume(self) -> None:
        """What waited is sent, in order."""


class Course(models.Model):
    """How far a webhook has come; written by the jobs, so apart from what people set.

    Up to `position` of the changes its deliveries are queued. After `failures` in a
    row nothing is sent before `rests_until`.
    """

    webhook = models.OneToOneField(
        Webhook, on_delete=models.CASCADE, related_name="course"
    )
    position = models.BigIntegerField()
    failures = models.PositiveSmallIntegerField(default=0)
    rests_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.webhook_id} up to {self.position}"


class Delivery(models.Model):
    """An event on its way to a webhook: sent until it is taken, and again on request.

    `sequence` counts what a webhook is told of one object, without gaps; what is told
    later waits for what was told before. `tries` are those since it was last due anew.
    Who sends it has it until `leased_until`, and is taken for dead afterwards.
    """

    KEPT = timedelta(days=90)

    webhook = models.ForeignKey(
        Webhook, on_delete=models.CASCADE, related_name="deliveries", db_index=False
    )
    type = models.CharField(max_length=80)
    resource = models.CharField(max_length=40)
    object_key = models.BigIntegerField()
    sequence = models.PositiveBigIntegerField()
    gone = models.BooleanField(default=False)
    at = models.DateTimeField()
    queued_at = models.DateTimeField(db_default=Now())
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True, db_default=Now())
    leased_until = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["webhook", "resource", "object_key", "sequence"],
                name="delivery_in_sequence",
            )
        ]
        indexes = [
            models.Index(
                fields=["webhook", "due_at", "id"],
                condition=models.Q(due_at__isnull=False),
                name="delivery_due",
            ),
            models.Index(fields=["webhook", "-id"], name="delivery_log"),
            BrinIndex(fields=["queued_at"], name="delivery_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.object_key} #{self.sequence}"

    @property
    def message_id(self) -> str:
        """The same however often it is sent: by it receivers know a repeat."""
        return f"msg_{self.pk}"


class Attempt(models.Model):
    """One sending of a delivery: what was answered, or why nothing was."""

    delivery = models.ForeignKey(
        Delivery, on_delete=models.CASCADE, related_name="attempts"
    )
    at = models.DateTimeField()
    milliseconds = models.PositiveIntegerField()
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.CharField(max_length=1000, blank=True)
    error = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.status or self.error} in {self.milliseconds} ms"
