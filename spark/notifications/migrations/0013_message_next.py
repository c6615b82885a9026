from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # the index is built while people work

    dependencies = [("notifications", "0012_given_up")]

    operations = [
        AddIndexConcurrently(
            model_name="message",
            index=models.Index(
                fields=["channel", "priority", "due_at", "id"],
                condition=models.Q(state="waiting"),
                name="message_next",
            ),
        ),
    ]
