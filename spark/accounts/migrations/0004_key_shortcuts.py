from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_visits"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="key_shortcuts",
            field=models.BooleanField(
                default=True,
                help_text="? shows which. Switch them off if keys act by accident.",
                verbose_name="keyboard shortcuts",
            ),
        ),
    ]
