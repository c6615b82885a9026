"""Positions for changes that became visible, and forgetting old ones."""

from datetime import datetime, timedelta

from django.db import connection, models, transaction

from spark.changes.models import Change, Reading

AT_ONCE = 5_000
KEPT = timedelta(days=90)
NUMBER = """
    UPDATE changes_change AS change
    SET position = %s + waiting.number
    FROM (
        SELECT id, row_number() OVER (ORDER BY id) AS number FROM changes_change
        WHERE position IS NULL ORDER BY id LIMIT %s
    ) AS waiting
    WHERE change.id = waiting.id
"""


def put_in_order() -> tuple[Reading, bool]:
    """Give positions to what is visible now; the state then, and whether more waits.

    Every change up to `last` is committed and has its position: nothing is ever put
    before it.
    """
    reading = Reading.objects.first()
    if reading is not None and not Change.objects.filter(position=None).exists():
        return reading, False
    with transaction.atomic(), connection.cursor() as cursor:
        Reading.objects.bulk_create([Reading(pk=1)], ignore_conflicts=True)
        reading = Reading.objects.select_for_update().get()
        cursor.execute(NUMBER, [reading.last, AT_ONCE])
        reading.last += cursor.rowcount
        reading.save(update_fields=["last"])
        return reading, cursor.rowcount == AT_ONCE


@transaction.atomic
def forget(at: datetime) -> int:
    """How many changes went that are older than KEPT."""
    old = Change.objects.filter(at__lt=at - KEPT).exclude(position=None)
    reading = Reading.objects.select_for_update().first()
    highest = old.aggregate(highest=models.Max("position"))["highest"]
    if reading is None or highest is None:
        return 0
    reading.forgotten = highest
    reading.save(update_fields=["forgotten"])
    return old.filter(position__lte=highest).delete()[0]
