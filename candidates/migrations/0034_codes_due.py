from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """The codes that are to be sent are few among all links."""

    atomic = False
    dependencies = [("candidates", "0033_codes_wanted")]

    operations = [
        AddIndexConcurrently(
            model_name="personallink",
            index=models.Index(
                fields=["code_by", "code_due_at"],
                condition=~models.Q(code_due_at=None),
                name="personal_link_code_due",
            ),
        ),
    ]
