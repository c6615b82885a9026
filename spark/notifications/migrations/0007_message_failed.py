from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # the index is built while people work

    dependencies = [("notifications", "0006_campus_messages")]

    operations = [
        AddIndexConcurrently(
            model_name="message",
            index=models.Index(
                fields=["id"],
                condition=models.Q(state="failed"),
                name="message_failed",
            ),
        ),
    ]
