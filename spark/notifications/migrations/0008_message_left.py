from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # the index is built while people work

    dependencies = [("notifications", "0007_message_failed")]

    operations = [
        AddIndexConcurrently(
            model_name="message",
            index=models.Index(
                fields=["sent_at"],
                condition=models.Q(state="sent") & ~models.Q(channel="in_app"),
                name="message_left",
            ),
        ),
    ]
