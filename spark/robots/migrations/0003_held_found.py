from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # the index is built while people work

    dependencies = [("robots", "0002_held")]

    operations = [
        AddIndexConcurrently(
            "groupmessage",
            models.Index(
                fields=["batch"],
                condition=models.Q(held=True),
                name="group_message_held",
            ),
        ),
    ]
