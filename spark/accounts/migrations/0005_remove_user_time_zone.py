from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_key_shortcuts"),
    ]

    operations = [
        migrations.RemoveField(model_name="user", name="time_zone"),
    ]
