from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

HELD = models.Q(held=True)


class Migration(migrations.Migration):
    atomic = False  # the indexes are built while people work

    dependencies = [("notifications", "0009_held")]

    operations = [
        AddIndexConcurrently(
            "message",
            models.Index(fields=["batch", "id"], condition=HELD, name="message_held"),
        ),
        AddIndexConcurrently(
            "guestmessage",
            models.Index(fields=["batch"], condition=HELD, name="guest_message_held"),
        ),
        AddIndexConcurrently(
            "campusmessage",
            models.Index(fields=["batch"], condition=HELD, name="campus_message_held"),
        ),
    ]
