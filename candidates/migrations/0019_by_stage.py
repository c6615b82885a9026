from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """A stage's people, the newest first, whatever their state."""

    atomic = False
    dependencies = [("candidates", "0018_read_again")]

    operations = [
        AddIndexConcurrently(
            model_name="candidate",
            index=models.Index(fields=["stage", "-id"], name="candidate_by_stage"),
        ),
    ]
