from django.db import migrations


class Migration(migrations.Migration):
    """What was there before is within the bounds too."""

    dependencies = [("contracts", "0013_in_bounds")]

    operations = []
