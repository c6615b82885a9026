from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("duties", "0005_by_base"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="duty",
            index=models.Index(
                condition=models.Q(("closed_at", None), ("team__isnull", False)),
                fields=["team", "due_at", "id"],
                name="duty_open_at_team",
            ),
        ),
    ]
