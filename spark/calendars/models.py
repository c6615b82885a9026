"""Who follows which calendar."""

import pghistory
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from spark.accounts.roles import GuestRole
from spark.audit.guards import tracked


@tracked(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(label="revoked", condition=pghistory.AnyChange("revoked_at")),
    fields=["user", "role", "key", "kind", "place", "revoked_at"],
    model_name="SubscriptionEvent",
)
class Subscription(models.Model):
    """An address by which somebody follows a calendar: of its token only the hash.

    It is a user's, or a guest's by their `role` and the `key` of the row they came for.
    Which calendar, say its `kind` and the key of the `place` it is of.

    Args:
        digest: of what was last sent; it has been so since `changed_at`.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+"
    )
    role = models.CharField(max_length=20, blank=True, default="")
    key = models.BigIntegerField(null=True)
    kind = models.SlugField(max_length=20, db_index=False)
    place = models.BigIntegerField(null=True)
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    reminds = models.BooleanField(default=True)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True, default="")
    changed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("followed calendar")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user__isnull=False, role="", key=None)
                | models.Q(user=None, role=GuestRole.CANDIDATE, key__isnull=False),
                name="subscription_is_somebodys",
            )
        ]
        indexes = [
            models.Index(
                fields=["role", "key"],
                condition=~models.Q(role=""),
                name="subscription_of_guest",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.place or ''}".strip()
