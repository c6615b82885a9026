from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0010_unclear_rows_noted")]

    operations = [
        ValidateConstraint(model_name="securityevent", name="security_kind_known")
    ]
