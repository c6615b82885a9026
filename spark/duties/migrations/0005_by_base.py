from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("duties", "0004_places"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="duty",
            index=models.Index(
                condition=models.Q(("base__isnull", False), ("closed_at", None)),
                fields=["base", "due_at", "id"],
                name="duty_open_at_base",
            ),
        ),
    ]
