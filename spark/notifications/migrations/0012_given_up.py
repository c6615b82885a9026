from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0011_letters_of_guests")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="failing_since",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="message",
            name="given_up_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="message",
            name="priority",
            field=models.PositiveSmallIntegerField(
                choices=[(1, "First"), (2, "Usual"), (3, "Last")],
                db_default=2,
                default=2,
            ),
        ),
    ]
