from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """What changed at a college: of all people's it threw most away."""

    atomic = False
    dependencies = [("candidates", "0061_held")]

    operations = [
        AddIndexConcurrently(
            model_name="candidate",
            index=models.Index(
                fields=["campus", "updated_at", "id"],
                name="candidate_campus_change",
            ),
        ),
    ]
