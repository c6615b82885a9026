from django.db import migrations, models


class Migration(migrations.Migration):
    """What was written is forgotten when its time is over; a refusal stands without."""

    dependencies = [
        ("candidates", "0036_guardians_codes_due"),
    ]

    operations = [
        migrations.AddField(
            model_name="application",
            name="forgotten_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RemoveConstraint(
            model_name="application",
            name="application_sent_is_whole",
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=~models.Q(
                    state__in=["asked_back", "confirmed", "refused", "submitted"]
                )
                | models.Q(state="refused", forgotten_at__isnull=False)
                | ~models.Q(id_hash="")
                & models.Q(direction__isnull=False, consented_at__isnull=False),
                name="application_sent_is_whole",
            ),
        ),
    ]
