"""What people keep of the list of candidates."""

from django.conf import settings
from django.db import models

from spark.text import columns


class SavedView(models.Model):
    """`query` is the list's address with filters, order and columns.

    The one without a name keeps a person's own choice of columns.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    name = columns.Title(max_length=30, blank=True, default="")
    query = models.CharField(max_length=600, blank=True, default="")

    class Meta:
        db_table = "candidates_listview"  # its first name; a table isn't renamed
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"], name="list_view_named_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
