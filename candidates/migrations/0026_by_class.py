from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """A class is found by the beginning of its name."""

    atomic = False
    dependencies = [("candidates", "0025_records_by_change")]

    operations = [
        AddIndexConcurrently(
            model_name="candidate",
            index=models.Index(
                fields=["class_name"],
                opclasses=["varchar_pattern_ops"],
                name="candidate_by_class",
            ),
        ),
    ]
