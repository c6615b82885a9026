"""Files that wait: sheets to be looked at, and what was sent with a refused form."""

from django.conf import settings
from django.db import models

from spark.crypto import EncryptedBinaryField, EncryptedTextField


class StagedSheet(models.Model):
    """A file as it was sent, encrypted; gone once it is written, or after a day.

    `key` is a keyed hash of who sent it, its kind and a token that only they have; of
    a form's file, of its sender, the form and the row.
    """

    key = models.CharField(max_length=64, unique=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
    )
    file_name = EncryptedTextField()
    content = EncryptedBinaryField()
    sent_at = models.DateTimeField(editable=False)

    class Meta:
        indexes = [models.Index(fields=["sent_at"], name="staged_sheet_by_time")]

    def __str__(self) -> str:
        return f"{self.pk}"
