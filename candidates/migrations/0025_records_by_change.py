from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """What changed since, the oldest change first."""

    atomic = False
    dependencies = [("candidates", "0024_records_updated")]

    operations = [
        AddIndexConcurrently(
            model_name="incubation",
            index=models.Index(
                fields=["updated_at", "id"], name="incubation_by_change"
            ),
        ),
        AddIndexConcurrently(
            model_name="screening",
            index=models.Index(fields=["updated_at", "id"], name="screening_by_change"),
        ),
    ]
