from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """What changed since, the oldest change first."""

    atomic = False
    dependencies = [("training", "0022_permits_updated")]

    operations = [
        AddIndexConcurrently(
            model_name="permit",
            index=models.Index(fields=["updated_at", "id"], name="permit_by_change"),
        ),
    ]
