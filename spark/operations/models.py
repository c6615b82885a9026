"""When periodic jobs ran, and who sent again what had not arrived."""

from django.conf import settings
from django.db import models

from spark.audit.guards import tracked


class JobRun(models.Model):
    """The last run of a periodic job; `timetable.Job.key` names it.

    It is late by the time since it was `done_at`, or if that is longer ago since
    `since`, when beat last began to send it.
    """

    job = models.CharField(max_length=120, unique=True)
    since = models.DateTimeField()
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.job

    @property
    def failed(self) -> bool:
        """Whether its last run did."""
        return self.failed_at is not None and self.failed_at == self.ended_at


@tracked()
class Resending(models.Model):
    """That somebody had a message sent again; stays when the message is forgotten.

    Args:
        message_key: of the message, or of a guest's letter.
    """

    message_key = models.BigIntegerField(db_index=True)
    kind = models.SlugField(max_length=60, db_index=False)
    channel = models.CharField(max_length=10)
    to_guest = models.BooleanField(default=False, db_default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} {self.message_key} by {self.channel}"
