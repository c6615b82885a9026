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
