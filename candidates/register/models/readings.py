"""By what else a person is found."""

from django.contrib.postgres.indexes import OpClass
from django.db import models

from candidates.register.models.people import Person


class Reading(models.Model):
    """The beginning of a person's name in another way than `name` and `name_key`.

    Another reading of the surname, ü as in a passport, without the dot, from the second
    part on: what `spark.text.others` says of the name, made anew when that changes.
    """

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="readings", db_index=False
    )
    key = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="reading_once")
        ]
        indexes = [
            models.Index(OpClass("key", "text_pattern_ops"), name="reading_by_key")
        ]

    def __str__(self) -> str:
        return self.key
