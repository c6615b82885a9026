"""The changes, written by triggers, and the order in which they are read.

A row is written in the transaction of what it tells, so it may become visible long
after others with a higher key. So readers don't follow keys: once visible, rows get a
`position`, by one writer at a time (`ordering.put_in_order`). Whoever has read up to a
position has missed nothing before it, and changes of one row keep their order, as its
lock makes the later one wait for the earlier one's commit.
"""

import pgtrigger
from django.contrib.postgres.functions import TransactionNow
from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from spark.campuses.models import Campus


class Kind(models.TextChoices):
    """As PostgreSQL names the operation."""

    INSERT = "insert"
    UPDATE = "update"
    DELETE = "delete"


class Change(models.Model):
    """A row of a resource of the API was made, changed or deleted.

    `verb` is what history calls what was done, empty for what isn't an action's.
    """

    resource = models.CharField(max_length=40)
    object_key = models.BigIntegerField()
    campus = models.ForeignKey(
        Campus, on_delete=models.PROTECT, db_constraint=False, db_index=False
    )
    kind = models.CharField(max_length=6, choices=Kind)
    verb = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField(db_default=TransactionNow())
    position = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["id"],
                condition=models.Q(position=None),
                name="change_waiting",
            ),
            models.Index(fields=["campus", "position"], name="change_of_campus"),
            BrinIndex(fields=["at"], name="change_by_age"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["position"], name="change_in_order")
        ]
        triggers = [
            pgtrigger.Trigger(
                name="by_trigger_only",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="IF pg_trigger_depth() < 2 THEN RAISE EXCEPTION"
                " 'pgtrigger: Cannot insert changes by hand'; END IF; RETURN NEW;",
            ),
            pgtrigger.ReadOnly(name="said_once", exclude=["position"]),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.resource} {self.object_key} {self.verb}"


class Reading(models.Model):
    """One row: the last position given, and the last one forgotten."""

    last = models.BigIntegerField(default=0)
    forgotten = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.forgotten}–{self.last}"
