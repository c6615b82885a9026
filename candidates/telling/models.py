"""What the office said about a batch's messages, and which it didn't let go."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from candidates.register.models import Batch
from spark.audit.guards import tracked
from spark.errors import BY_DATABASE
from spark.notifications.models import Channel
from spark.text import columns

BY_DATABASE["hold_once"] = "messages-held"
BY_DATABASE["paragraph_once"] = "paragraph-overtaken"


class Said(models.Model):
    """Something that somebody of the office decided about a batch's messages."""

    batch = models.ForeignKey(
        Batch,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("batch"),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    at = models.DateTimeField()

    class Meta:
        abstract = True


@tracked()
class Hold(Said):
    """From `at` until `ended_at` the batch's messages wait."""

    reason = columns.Prose(_("reason"), max_length=300)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["batch"],
                condition=models.Q(ended_at=None),
                name="hold_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} held"


@tracked()
class Dropping(Said):
    """A held message that is never sent; stays when the message is forgotten."""

    message_key = models.BigIntegerField()
    kind = models.SlugField(max_length=60, db_index=False)
    channel = models.CharField(max_length=10, choices=Channel)
    reason = columns.Prose(_("reason"), max_length=300)

    def __str__(self) -> str:
        return f"{self.kind} {self.message_key} by {self.channel}"


@tracked()
class Paragraph(Said):
    """What the office adds to a kind of message of a batch: its highest version.

    One without text takes it back.
    """

    kind = models.SlugField(max_length=60, db_index=False)
    version = models.PositiveSmallIntegerField()
    chinese = columns.Prose(_("Chinese"), max_length=500, blank=True)
    english = columns.Prose(_("English"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "kind", "version"], name="paragraph_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.batch_id} {self.version}"
