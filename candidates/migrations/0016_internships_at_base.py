from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("candidates", "0015_internship_pay")]

    operations = [
        AddIndexConcurrently(
            model_name="incubation",
            index=models.Index(fields=["base", "state"], name="incubation_at_base"),
        ),
    ]
