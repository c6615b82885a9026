from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """What changed since, the oldest change first."""

    atomic = False
    dependencies = [("contracts", "0010_records_updated")]

    operations = [
        AddIndexConcurrently(
            model_name="contract",
            index=models.Index(fields=["updated_at", "id"], name="contract_by_change"),
        ),
        AddIndexConcurrently(
            model_name="membership",
            index=models.Index(
                fields=["updated_at", "id"], name="membership_by_change"
            ),
        ),
    ]
