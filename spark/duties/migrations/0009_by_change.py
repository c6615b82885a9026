from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """What changed since, the oldest change first."""

    atomic = False
    dependencies = [("duties", "0008_changed")]

    operations = [
        AddIndexConcurrently(
            model_name="duty",
            index=models.Index(
                fields=["campus", "role", "updated_at", "id"], name="duty_by_change"
            ),
        ),
    ]
