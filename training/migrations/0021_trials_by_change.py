from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """What changed since, the oldest change first."""

    atomic = False
    dependencies = [("training", "0020_enrolments_by_change")]

    operations = [
        AddIndexConcurrently(
            model_name="trial",
            index=models.Index(fields=["updated_at", "id"], name="trial_by_change"),
        ),
    ]
