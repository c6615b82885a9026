from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """What changed since, the oldest change first."""

    atomic = False
    dependencies = [("training", "0019_enrolments_updated")]

    operations = [
        AddIndexConcurrently(
            model_name="enrolment",
            index=models.Index(fields=["updated_at", "id"], name="enrolment_by_change"),
        ),
    ]
