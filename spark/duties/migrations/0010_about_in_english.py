from django.db import migrations, models


class Migration(migrations.Migration):
    """What other things than candidates are called in English."""

    dependencies = [("duties", "0009_by_change")]

    operations = [
        migrations.AddField(
            model_name="duty",
            name="about_en",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=120
            ),
        ),
    ]
