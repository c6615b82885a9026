from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("robots", "0001_initial")]

    operations = [
        migrations.AddField("groupmessage", "batch", models.BigIntegerField(null=True)),
        migrations.AddField(
            "groupmessage",
            "held",
            models.BooleanField(db_default=False, default=False),
        ),
    ]
