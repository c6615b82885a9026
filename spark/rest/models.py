"""What the API keeps."""

from django.db import models
from django.db.models.functions import Now

from spark.accounts.models import Application
from spark.crypto import EncryptedJSONField


class Answer(models.Model):
    """What a client was answered under an `Idempotency-Key`, for a day.

    `asked` is a hash of what was sent. `body` may name people: it is encrypted.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE)
    key = models.CharField(max_length=255)
    asked = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    body = EncryptedJSONField(null=True)
    created_at = models.DateTimeField(db_default=Now(), db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "key"], name="answer_once_per_key"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application} {self.key}"


class Job(models.Model):
    """Rows that a client sent at once, too many to wait for; kept some days.

    `act` is a verb of the resource, `given` what it is given for all rows alike.
    `language` is that of what is said about each row.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE)
    resource = models.CharField(max_length=40)
    act = models.CharField(max_length=80)
    given = models.JSONField(db_default={})
    atomic = models.BooleanField()
    language = models.CharField(max_length=10)
    created_at = models.DateTimeField(db_default=Now(), db_index=True)

    def __str__(self) -> str:
        return f"{self.resource} {self.act} {self.pk}"


class Portion(models.Model):
    """So many of a job's rows as are done in one transaction, with what became of each.

    Either `rows` are still to be done, or there are `outcomes`: both name people, and
    are encrypted.
    """

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="portions")
    first = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    rows = EncryptedJSONField(null=True)
    outcomes = EncryptedJSONField(null=True)
    done = models.PositiveIntegerField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "first"], name="portion_of_rows"),
            models.CheckConstraint(
                condition=models.Q(rows=None, outcomes__isnull=False, done__gte=0)
                | models.Q(rows__isnull=False, outcomes=None, done=None),
                name="portion_waits_or_is_done",
            ),
        ]
        indexes = [
            models.Index(
                fields=["job"], condition=models.Q(done=None), name="portion_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.job} {self.first}"
