from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """The codes that are to be sent are few among all links."""

    atomic = False
    dependencies = [("candidates", "0035_guardians_codes_wanted")]

    operations = [
        AddIndexConcurrently(
            model_name="guardianlink",
            index=models.Index(
                fields=["code_by", "code_due_at"],
                condition=~models.Q(code_due_at=None),
                name="guardian_link_code_due",
            ),
        ),
    ]
