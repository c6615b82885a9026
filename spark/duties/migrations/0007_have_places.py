from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("duties", "0006_by_team"),
    ]

    operations = [ValidateConstraint(model_name="duty", name="duty_has_place")]
