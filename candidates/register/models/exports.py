"""People's data taken out of Spark."""

import pghistory
from django.conf import settings
from django.db import models
from django.utils import timezone  # noqa: TID251 -- a default in migrations
from django.utils.translation import gettext_lazy as _

from spark import clock
from spark.audit.guards import tracked
from spark.crypto import EncryptedBinaryField


@tracked(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(condition=pghistory.AnyChange("state")),
    pghistory.DeleteEvent(),
    exclude=["content", "attempts", "chosen"],
)
class Export(models.Model):
    """A list somebody took out: whom it held is `chosen` or `ids`, how many `count`.

    Or the rejected rows of the roster that `chosen` names.
    What was looked for may be a name: history, which nobody can erase, is without it.

    `content` is the file, encrypted, until it is forgotten after a day; a short list
    is sent at once and never kept.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    class Format(models.TextChoices):
        XLSX = "xlsx", _("Excel")
        CSV = "csv", _("CSV")

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    format = models.CharField(max_length=4, choices=Format, default=Format.XLSX)
    chosen = models.JSONField(default=dict)
    ids = models.JSONField(default=list)
    columns = models.JSONField(default=list)
    sort = models.CharField(max_length=20, blank=True, default="")
    count = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    content = EncryptedBinaryField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("export")

    def __str__(self) -> str:
        return f"{clock.day(self.created_at)} {self.format}"
