from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("contracts", "0007_contract_pay")]

    operations = [
        AddIndexConcurrently(
            model_name="contract",
            index=models.Index(fields=["base"], name="contract_at_base"),
        ),
    ]
