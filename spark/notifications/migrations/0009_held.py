from django.db import migrations, models

MODELS = ("message", "guestmessage", "campusmessage")


class Migration(migrations.Migration):
    dependencies = [("notifications", "0008_message_left")]

    operations = [
        *(
            migrations.AddField(model, "batch", models.BigIntegerField(null=True))
            for model in MODELS
        ),
        *(
            migrations.AddField(
                model, "held", models.BooleanField(db_default=False, default=False)
            )
            for model in MODELS
        ),
        migrations.AlterField(
            "message",
            "state",
            models.CharField(
                choices=[
                    ("waiting", "Waiting"),
                    ("sent", "Sent"),
                    ("superseded", "Superseded"),
                    ("failed", "Failed"),
                    ("dropped", "Dropped"),
                ],
                default="waiting",
                max_length=10,
            ),
        ),
    ]
